package io.cleansight.inference.image;

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
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import net.jcip.annotations.NotThreadSafe;
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

/** JPEG to BGR pixels, decoded at a half or a quarter of its size where no more is asked for. */
@NotThreadSafe
public final class JpegDecoder implements AutoCloseable {
  private static final int CHANNELS = 3;
  private static final int SHRINKS = 3;

  static {
    av_log_set_level(AV_LOG_QUIET);
  }

  /** One for each power of two by which a picture can be made smaller while it is decoded. */
  private final @Nullable AVCodecContext[] decoders = new AVCodecContext[SHRINKS];

  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private BytePointer input = new BytePointer(256 << 10);
  private BytePointer pixels = new BytePointer(1);
  private byte[] bgr = new byte[0];
  private @Nullable SwsContext scaler;
  private int width;
  private int height;

  /**
   * Decodes a picture after a look at its header.
   *
   * @param smallest the share of the picture's width and height that will be asked for at least; a
   *     half or a quarter is decoded in as much less time
   */
  public void open(byte[] jpeg, int pictureWidth, int pictureHeight, double smallest)
      throws BadImageException {
    JpegHeader.check(jpeg, pictureWidth, pictureHeight);
    width = pictureWidth;
    height = pictureHeight;
    int shrink = 0;
    while (shrink < SHRINKS - 1 && smallest <= 1.0 / (2 << shrink)) {
      shrink++;
    }
    AVCodecContext decoder = decoder(shrink);
    fill(jpeg);
    if (avcodec_send_packet(decoder, packet) < 0 || avcodec_receive_frame(decoder, frame) < 0) {
      avcodec_flush_buffers(decoder);
      throw new BadImageException("damaged: cannot be decoded");
    }
    if (frame.decode_error_flags() != 0) {
      avcodec_flush_buffers(decoder);
      throw new BadImageException("damaged: decoded with errors");
    }
    convert();
  }

  /** Width in pixels of the picture as it was sent. */
  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The picture's pixels row by row, blue first; of {@link #columns} by {@link #rows}. */
  byte[] bgr() {
    return bgr;
  }

  /** Width in pixels as decoded, which may be a half or a quarter of the picture's. */
  int columns() {
    return frame.width();
  }

  int rows() {
    return frame.height();
  }

  private void convert() throws BadImageException {
    int stride = frame.width() * CHANNELS;
    int bytes = Math.multiplyExact(stride, frame.height());
    if (bgr.length < bytes) {
      pixels.close();
      pixels = new BytePointer(bytes + 64L); // swscale may write a vector past the end
      bgr = new byte[bytes];
    }
    scaler =
        sws_getCachedContext(
            scaler,
            frame.width(),
            frame.height(),
            frame.format(),
            frame.width(),
            frame.height(),
            AV_PIX_FMT_BGR24,
            SWS_BILINEAR,
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
    pixels.position(0).get(bgr, 0, bytes);
  }

  @Override
  public void close() {
    for (var decoder : decoders) {
      if (decoder != null) {
        avcodec_free_context(decoder);
      }
    }
    av_packet_free(packet);
    av_frame_free(frame);
    if (scaler != null) {
      sws_freeContext(scaler);
    }
    input.close();
    pixels.close();
  }

  private AVCodecContext decoder(int shrink) {
    AVCodecContext known = decoders[shrink];
    if (known != null) {
      return known;
    }
    var codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
    AVCodecContext decoder = avcodec_alloc_context3(codec);
    decoder.thread_count(1);
    decoder.lowres(shrink);
    decoder.err_recognition(AV_EF_EXPLODE); // a damaged picture is refused, not patched up
    if (avcodec_open2(decoder, codec, (AVDictionary) null) < 0) {
      throw new IllegalStateException("FFmpeg has no MJPEG decoder");
    }
    decoders[shrink] = decoder;
    return decoder;
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
}
