package io.cleansight.inference.detect;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * JPEG to BGR pixels of a wanted size, in two native steps without a copy between. For one thread.
 */
final class JpegDecoder implements AutoCloseable {
  private static final int CHANNELS = 3;

  static {
    av_log_set_level(AV_LOG_QUIET);
  }

  private final AVCodecContext decoder;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private BytePointer input = new BytePointer(256 << 10);
  private BytePointer pixels = new BytePointer(1);
  private @Nullable SwsContext scaler;

  JpegDecoder() {
    var codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
    decoder = avcodec_alloc_context3(codec);
    decoder.thread_count(1);
    decoder.err_recognition(AV_EF_EXPLODE); // a damaged picture is refused, not patched up
    if (avcodec_open2(decoder, codec, (AVDictionary) null) < 0) {
      throw new IllegalStateException("FFmpeg has no MJPEG decoder");
    }
  }

  /**
   * Decodes and scales.
   *
   * @param bgr filled row by row from its start with {@code width * height} pixels
   */
  void decode(byte[] jpeg, int width, int height, byte[] bgr) throws BadImageException {
    fill(jpeg);
    try {
      if (avcodec_send_packet(decoder, packet) < 0 || avcodec_receive_frame(decoder, frame) < 0) {
        throw new BadImageException("damaged: cannot be decoded");
      }
      if (frame.decode_error_flags() != 0) {
        throw new BadImageException("damaged: decoded with errors");
      }
      scale(width, height, bgr);
    } catch (BadImageException e) {
      avcodec_flush_buffers(decoder);
      throw e;
    }
  }

  @Override
  public void close() {
    avcodec_free_context(decoder);
    av_packet_free(packet);
    av_frame_free(frame);
    if (scaler != null) {
      sws_freeContext(scaler);
    }
    input.close();
    pixels.close();
  }

  private void fill(byte[] jpeg) {
    int needed = jpeg.length + AV_INPUT_BUFFER_PADDING_SIZE;
    if (input.capacity() < needed) {
      input.close();
      input = new BytePointer(needed * 2L);
    }
    input.position(0).put(jpeg, 0, jpeg.length);
    for (int i = jpeg.length; i < needed; i++) {
      input.put(i, (byte) 0);
    }
    packet.data(input);
    packet.size(jpeg.length);
  }

  private void scale(int width, int height, byte[] bgr) throws BadImageException {
    int stride = width * CHANNELS;
    if (pixels.capacity() < (long) stride * height) {
      pixels.close();
      pixels =
          new BytePointer((long) stride * height + 64); // swscale may write a vector past the end
    }
    scaler =
        sws_getCachedContext(
            scaler,
            frame.width(),
            frame.height(),
            frame.format(),
            width,
            height,
            AV_PIX_FMT_BGR24,
            SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT,
            null,
            null,
            (DoublePointer) null);
    if (scaler == null) {
      throw new BadImageException("pixel format " + frame.format() + " cannot be converted");
    }
    try (var planes = new PointerPointer<BytePointer>(1);
        var strides = new IntPointer(1)) {
      planes.put(0, pixels);
      strides.put(0, stride);
      sws_scale(scaler, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
    }
    pixels.position(0).get(bgr, 0, stride * height);
  }
}
