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
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
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
  /** Bytes beyond which a picture is encoded again, worse. */
  private static final int LARGEST = 4 << 20;

  /** The end of FFmpeg's scale. */
  private static final int WORST = 31;

  private @Nullable Pipeline pipeline;
  private @Nullable Glance last;

  /** The picture as a JPEG of its size. */
  public byte[] encode(Picture picture) throws VideoException {
    Picture.Encoded encoded =
        switch (picture.content()) {
          case Picture.Pixels(var drawing, var taking) -> encode(drawing.draw(), taking);
          case Picture.Encoded there -> there;
        };
    last = encoded.glance();
    return encoded.jpeg();
  }

  private Picture.Encoded encode(AVFrame pixels, Taking taking) throws VideoException {
    if (pipeline == null || !pipeline.fits(pixels, taking)) {
      close();
      pipeline = new Pipeline(pixels, taking);
    }
    return pipeline.encode(pixels, taking.quantiser());
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
      pipeline = null;
    }
  }

  private static final class Pipeline implements AutoCloseable {
    private final int fromWidth;
    private final int fromHeight;
    private final int pixelFormat;
    private final int width;
    private final int height;
    private final AVCodecContext encoder;
    private final @Nullable SwsContext conversion;
    private final AVFrame converted = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();

    Pipeline(AVFrame like, Taking taking) throws VideoException {
      fromWidth = like.width();
      fromHeight = like.height();
      pixelFormat = like.format();
      width = taking.scaled(fromWidth, Math.max(fromWidth, fromHeight));
      height = taking.scaled(fromHeight, Math.max(fromWidth, fromHeight));
      encoder = encoder(width, height);
      converted.format(AV_PIX_FMT_YUVJ420P);
      converted.width(width);
      converted.height(height);
      if (pixelFormat == AV_PIX_FMT_YUVJ420P && width == fromWidth && height == fromHeight) {
        conversion = null;
        return;
      }
      av_frame_get_buffer(converted, 0);
      conversion = conversion();
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
      encoder.thread_count(1);
      if (avcodec_open2(encoder, codec, (AVDictionary) null) < 0) {
        throw new VideoException(VideoException.Fault.UNDECODABLE);
      }
      return encoder;
    }

    private SwsContext conversion() throws VideoException {
      SwsContext conversion =
          sws_getContext(
              fromWidth,
              fromHeight,
              pixelFormat,
              width,
              height,
              AV_PIX_FMT_YUVJ420P,
              SWS_BILINEAR,
              null,
              null,
              (DoublePointer) null);
      if (conversion == null) {
        throw new VideoException(VideoException.Fault.UNDECODABLE);
      }
      return conversion;
    }

    boolean fits(AVFrame pixels, Taking taking) {
      int longer = Math.max(fromWidth, fromHeight);
      return pixels.width() == fromWidth
          && pixels.height() == fromHeight
          && pixels.format() == pixelFormat
          && taking.scaled(fromWidth, longer) == width
          && taking.scaled(fromHeight, longer) == height;
    }

    Picture.Encoded encode(AVFrame pixels, int quantiser) throws VideoException {
      AVFrame input = conversion == null ? pixels : converted(conversion, pixels);
      Glance glance = Glance.of(input.data(0), input.linesize(0), width, height);
      byte[] jpeg = encoded(input, quantiser);
      for (int worse = quantiser; jpeg.length > LARGEST && worse < WORST; ) {
        worse = Math.min(2 * worse, WORST);
        jpeg = encoded(input, worse);
      }
      return new Picture.Encoded(jpeg, glance);
    }

    private byte[] encoded(AVFrame input, int quantiser) throws VideoException {
      input.quality(FF_QP2LAMBDA * quantiser);
      input.pts(AV_NOPTS_VALUE); // the encoder refuses a time that is not later than the last
      if (avcodec_send_frame(encoder, input) < 0 || avcodec_receive_packet(encoder, packet) < 0) {
        throw new VideoException(VideoException.Fault.UNDECODABLE);
      }
      try {
        var jpeg = new byte[packet.size()];
        packet.data().get(jpeg);
        return jpeg;
      } finally {
        av_packet_unref(packet);
      }
    }

    private AVFrame converted(SwsContext by, AVFrame pixels) {
      sws_scale(
          by,
          pixels.data(),
          pixels.linesize(),
          0,
          fromHeight,
          converted.data(),
          converted.linesize());
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
