package io.cleansight.video.ffmpeg;

import java.nio.file.Path;
import java.util.Map;

/** A file of this machine. */
record FileInput(Path path) implements Input {
  @Override
  public String address() {
    return path.toAbsolutePath().toString();
  }

  /** No playlists, no concatenations, which would open further files. */
  @Override
  public Map<String, String> options() {
    return Map.of("protocol_whitelist", "file", "format_whitelist", FORMATS);
  }
}
