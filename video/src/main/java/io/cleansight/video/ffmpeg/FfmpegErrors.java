package io.cleansight.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.av_probe_input_format;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;

import io.cleansight.video.VideoException.Fault;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avformat.AVProbeData;
import org.bytedeco.javacpp.BytePointer;

/** What FFmpeg's error codes say of a source, where the source itself says nothing. */
final class FfmpegErrors {
  private static final int ENOENT = -2;
  private static final int EINVAL = -22;
  private static final int ETIMEDOUT = -110;
  private static final int PADDING = 64;

  private static final Map<Integer, Fault> FAULTS =
      Map.of(
          ETIMEDOUT,
          Fault.STALLED,
          ENOENT,
          Fault.NOT_FOUND,
          // What is not on one of the lists of protocols, formats and codecs.
          EINVAL,
          Fault.FORMAT,
          AVERROR_PROTOCOL_NOT_FOUND,
          Fault.FORMAT);

  /** In what JavaCV's exceptions say; the rest of it may be an address, and is not looked at. */
  private static final Pattern CODE = Pattern.compile("^(av\\w+)\\(\\) error (-\\d+):");

  private FfmpegErrors() {}

  /**
   * @param usual what an error means that says nothing else
   */
  static Fault fault(Fault usual, int error) {
    return FAULTS.getOrDefault(error, usual);
  }

  /** Of the exception with which JavaCV's grabber did not open something. */
  static Fault fault(String message) {
    Matcher code = CODE.matcher(message);
    return code.find() ? fault(Fault.NO_VIDEO, Integer.parseInt(code.group(2))) : Fault.NO_VIDEO;
  }

  /** Whether JavaCV's grabber could not even tell what it is. */
  static boolean isOfFormat(String message) {
    return message.startsWith("avformat_open_input");
  }

  /**
   * Of what a stream began with, if its format was not taken. JavaCV's grabber tries again by the
   * stream's name and tells the error of that.
   */
  static Fault faultOf(byte[] beginning) {
    try (var bytes = new BytePointer(beginning.length + (long) PADDING);
        var data = new AVProbeData()) {
      BytePointer.memset(bytes, 0, bytes.capacity());
      bytes.put(beginning);
      data.buf(bytes);
      data.buf_size(beginning.length);
      return av_probe_input_format(data, 1) == null ? Fault.NO_VIDEO : Fault.FORMAT;
    }
  }
}
