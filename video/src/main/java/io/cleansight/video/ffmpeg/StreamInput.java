package io.cleansight.video.ffmpeg;

import java.io.InputStream;
import java.util.Map;

/** What FFmpeg gets as bytes and nothing else: it has no protocol to open anything by. */
abstract class StreamInput implements Input {
  private final InputStream stream;

  StreamInput(InputStream stream) {
    this.stream = stream;
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
}
