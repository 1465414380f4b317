package io.cleansight.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/** Pictures to JPEG without leaving YUV. For one thread; follows a source that changes its size. */
@NotThreadSafe
public final class JpegEncoder implements AutoCloseable {
  /** FFmpeg's scale from 2 (best) to 31; 4 is about quality 85 in others' words. */
  private static final int QUALITY = 4;

  private @Nullable Pipeline pipeline;
  private @Nullable Glance last;

  /** The picture as a JPEG of its own size. */
  public byte[] encode(Picture picture) throws VideoException {
    Picture.Encoded encoded =
        switch (picture.content()) {
          case Picture.Pixels(var frame) -> encode(frame.get());
          case Picture.Elsewhere(var encoder) -> encoder.encode();
        };
    last = encoded.glance();
    return encoded.jpeg();
  }

  private Picture.Encoded encode(AVFrame pixels) throws VideoException {
    if (pipeline == null || !pipeline.fits(pixels)) {
      if (pipeline != null) {
        pipeline.close();
      }
      pipeline = new Pipeline(pixels);
    }
    return pipeline.encode(pixels);
  }

  /**
   * The picture that was encoded last, at a glance.
   *
   * @throws IllegalStateException before the first
   */
  public Glance glance() {
    if (last == null) {
      throw new IllegalStateException("nothing was encoded");
    }
    return last;
  }

  @Override
  public void close() {
    if (pipeline != null) {
      pipeline.close();
    }
  }

  private static final class Pipeline implements AutoCloseable {
    private final int width;
    private final int height;
    private final int pixelFormat;
    private final AVCodecContext encoder;
    private final @Nullable SwsContext conversion;
    private final AVFrame converted = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();

    Pipeline(AVFrame like) throws VideoException {
      width = like.width();
      height = like.height();
      pixelFormat = like.format();
      encoder = encoder(width, height);
      converted.format(AV_PIX_FMT_YUVJ420P);
      converted.width(width);
      converted.height(height);
      if (pixelFormat == AV_PIX_FMT_YUVJ420P) {
        conversion = null;
        return;
      }
      av_frame_get_buffer(converted, 0);
      conversion = conversion(width, height, pixelFormat);
    }

    private static AVCodecContext encoder(int width, int height) throws VideoException {
      var codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
      var encoder = avcodec_alloc_context3(codec);
      encoder.width(width);
      encoder.height(height);
      encoder.pix_fmt(AV_PIX_FMT_YUVJ420P);
      encoder.color_range(AVCOL_RANGE_JPEG);
      encoder.time_base().num(1).den(1);
      encoder.flags(encoder.flags() | AV_CODEC_FLAG_QSCALE);
      encoder.global_quality(FF_QP2LAMBDA * QUALITY);
      encoder.thread_count(1);
      if (avcodec_open2(encoder, codec, (AVDictionary) null) < 0) {
        throw new VideoException(VideoException.Fault.UNDECODABLE);
      }
      return encoder;
    }

    private static SwsContext conversion(int width, int height, int from) throws VideoException {
      int to = AV_PIX_FMT_YUVJ420P;
      SwsContext conversion =
          sws_getContext(
              width,
              height,
              from,
              width,
              height,
              to,
              SWS_BILINEAR,
              null,
              null,
              (DoublePointer) null);
      if (conversion == null) {
        throw new VideoException(VideoException.Fault.UNDECODABLE);
      }
      return conversion;
    }

    boolean fits(AVFrame pixels) {
      return pixels.width() == width && pixels.height() == height && pixels.format() == pixelFormat;
    }

    Picture.Encoded encode(AVFrame pixels) throws VideoException {
      AVFrame input = conversion == null ? pixels : converted(conversion, pixels);
      Glance glance = Glance.of(input.data(0), input.linesize(0), width, height);
      input.quality(FF_QP2LAMBDA * QUALITY);
      if (avcodec_send_frame(encoder, input) < 0 || avcodec_receive_packet(encoder, packet) < 0) {
        throw new VideoException(VideoException.Fault.UNDECODABLE);
      }
      try {
        var jpeg = new byte[packet.size()];
        packet.data().get(jpeg);
        return new Picture.Encoded(jpeg, glance);
      } finally {
        av_packet_unref(packet);
      }
    }

    private AVFrame converted(SwsContext by, AVFrame pixels) {
      sws_scale(
          by, pixels.data(), pixels.linesize(), 0, height, converted.data(), converted.linesize());
      return converted;
    }

    @Override
    public void close() {
      avcodec_free_context(encoder);
      av_frame_free(converted);
      av_packet_free(packet);
      if (conversion != null) {
        sws_freeContext(conversion);
      }
    }
  }
}
