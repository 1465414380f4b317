package io.cleansight.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_CUDA;
import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_VAAPI;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_hwdevice_ctx_create;
import static org.bytedeco.ffmpeg.global.avutil.av_hwframe_transfer_data;

import io.cleansight.video.Hardware;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Packets to pictures, on one thread. JavaCV's grabber decodes what it reads itself: it neither
 * takes packets that are also kept, nor leaves some out, nor has it hardware that answers in
 * pictures.
 */
@NotThreadSafe
final class PictureDecoder implements AutoCloseable {
  private final AVCodecContext context;
  private final AVFrame frame = av_frame_alloc();
  private final AVFrame transferred = av_frame_alloc();

  /** Whether hardware is to decode and does not; null: nothing was decoded yet. */
  private @Nullable Boolean fallenBack;

  private PictureDecoder(AVCodecContext context, @Nullable Boolean fallenBack) {
    this.context = context;
    this.fallenBack = fallenBack;
  }

  /**
   * @param codecs that may be decoded, FFmpeg's names with commas
   * @param largestPicture in pixels
   */
  static PictureDecoder open(
      AVCodecParameters stream, String codecs, long largestPicture, Hardware wanted)
      throws VideoException {
    AVCodec codec = avcodec_find_decoder(stream.codec_id());
    if (codec == null) {
      throw new VideoException(Fault.FORMAT);
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    context.thread_count(1); // cameras share the cores, not each camera all of them
    avcodec_parameters_to_context(context, stream);
    AVBufferRef device = device(wanted);
    if (device != null) {
      context.hw_device_ctx(av_buffer_ref(device));
      av_buffer_unref(device);
    }
    var options = new AVDictionary(null);
    av_dict_set(options, "codec_whitelist", codecs, 0);
    av_dict_set(options, "max_pixels", Long.toString(largestPicture), 0);
    int opened = avcodec_open2(context, codec, options);
    av_dict_free(options);
    if (opened < 0) {
      avcodec_free_context(context);
      throw new VideoException(FfmpegErrors.fault(Fault.FORMAT, opened));
    }
    return new PictureDecoder(context, device != null ? null : wanted != Hardware.NONE);
  }

  /** The first of that hardware; null if there is none, or none is wanted. */
  private static @Nullable AVBufferRef device(Hardware wanted) {
    if (wanted == Hardware.NONE) {
      return null;
    }
    int type = wanted == Hardware.VAAPI ? AV_HWDEVICE_TYPE_VAAPI : AV_HWDEVICE_TYPE_CUDA;
    var device = new AVBufferRef(null);
    int created = av_hwdevice_ctx_create(device, type, (String) null, (AVDictionary) null, 0);
    return created < 0 ? null : device;
  }

  /** Whether the processor decodes though hardware should; known with the first picture. */
  boolean hasFallenBack() {
    return fallenBack != null && fallenBack;
  }

  /**
   * A damaged packet costs its own picture only: the decoder goes on with the next.
   *
   * @param packet null: nothing follows, and what is still held comes out
   */
  void send(@Nullable AVPacket packet) {
    avcodec_send_packet(context, packet);
  }

  /** 0 if there is a picture, else FFmpeg's error. */
  int receive() {
    int received = avcodec_receive_frame(context, frame);
    if (received == 0 && fallenBack == null) {
      fallenBack = !isInHardware();
    }
    return received;
  }

  /** Forgets all that was sent, and takes packets again. */
  void flush() {
    avcodec_flush_buffers(context);
  }

  /** The picture that was received last. */
  AVFrame frame() {
    return frame;
  }

  /** Its pixels in this machine's memory. */
  AVFrame pixels() throws VideoException {
    if (!isInHardware()) {
      return frame;
    }
    av_frame_unref(transferred);
    if (av_hwframe_transfer_data(transferred, frame, 0) < 0) {
      throw new VideoException(Fault.UNDECODABLE);
    }
    av_frame_copy_props(transferred, frame);
    return transferred;
  }

  private boolean isInHardware() {
    return frame.hw_frames_ctx() != null && !frame.hw_frames_ctx().isNull();
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_frame_free(transferred);
    avcodec_free_context(context);
  }
}
