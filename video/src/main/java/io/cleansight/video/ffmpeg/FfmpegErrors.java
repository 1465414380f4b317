package io.cleansight.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_BAD_REQUEST;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_OTHER_4XX;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_SERVER_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_TOO_MANY_REQUESTS;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.util.Map;

/** What FFmpeg's error codes say of a source. */
final class FfmpegErrors {
  private static final int ENOENT = -2;
  private static final int EINVAL = -22;
  private static final int ETIMEDOUT = -110;

  private static final Map<Integer, Fault> FAULTS =
      Map.ofEntries(
          Map.entry(AVERROR_EXIT, Fault.STALLED),
          Map.entry(ETIMEDOUT, Fault.STALLED),
          Map.entry(AVERROR_HTTP_UNAUTHORIZED, Fault.REFUSED),
          Map.entry(AVERROR_HTTP_FORBIDDEN, Fault.REFUSED),
          Map.entry(AVERROR_HTTP_NOT_FOUND, Fault.NOT_FOUND),
          Map.entry(ENOENT, Fault.NOT_FOUND),
          Map.entry(AVERROR_HTTP_BAD_REQUEST, Fault.UNWILLING),
          Map.entry(AVERROR_HTTP_TOO_MANY_REQUESTS, Fault.UNWILLING),
          Map.entry(AVERROR_HTTP_OTHER_4XX, Fault.UNWILLING),
          Map.entry(AVERROR_HTTP_SERVER_ERROR, Fault.UNWILLING),
          // What is not on one of the lists of protocols and formats.
          Map.entry(EINVAL, Fault.FORMAT),
          Map.entry(AVERROR_PROTOCOL_NOT_FOUND, Fault.FORMAT));

  private FfmpegErrors() {}

  /**
   * @param usual what an error means that says nothing else
   */
  static VideoException failure(Fault usual, int error, Deadline deadline) {
    return new VideoException(
        deadline.isOver() ? Fault.STALLED : FAULTS.getOrDefault(error, usual));
  }
}
