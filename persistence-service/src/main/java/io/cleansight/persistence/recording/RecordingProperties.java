package io.cleansight.persistence.recording;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings under {@code persistence.recordings}; where recordings go is set under {@code
 * recordings}.
 *
 * @param length of a file; as much is read again after a crash
 * @param size of all files that are being written, at which they end earlier; it is taken on the
 *     disk, not in memory
 */
@ConfigurationProperties("persistence.recordings")
record RecordingProperties(
    @DefaultValue("1m") Duration length, @DefaultValue("512MB") DataSize size) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final DataSize SMALLEST = DataSize.ofMegabytes(1);

  RecordingProperties {
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      // What is not in a file yet must still be in the topic after a crash.
      throw new IllegalArgumentException(
          "persistence.recordings.length is " + length + ", not 1 s to 5 min");
    }
    if (size.compareTo(SMALLEST) < 0) {
      throw new IllegalArgumentException(
          "persistence.recordings.size is " + size + ", not from 1MB");
    }
  }
}
