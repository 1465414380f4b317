package io.cleansight.video.ffmpeg;

import java.io.InputStream;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;

/** What FFmpeg gets as bytes and nothing else: it has no protocol to open anything by. */
abstract class StreamInput implements Input {
  private final InputStream stream;
  private final JavaStream bytes;

  StreamInput(InputStream stream, Deadline deadline) {
    this.stream = stream;
    this.bytes = new JavaStream(stream, deadline);
  }

  /** Of no use to FFmpeg but as a name. */
  @Override
  public final String address() {
    return "stream:";
  }

  @Override
  public final InputStream stream() {
    return stream;
  }

  /** Options of a stream in one of the formats. */
  static Map<String, String> options(String formats) {
    return Map.of("protocol_whitelist", "none", "format_whitelist", formats);
  }

  @Override
  public final void prepare(AVFormatContext format) {
    format.pb(bytes.context());
  }

  @Override
  public void close() {
    bytes.close();
  }
}
