package io.cleansight.persistence.clip;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings under {@code persistence.clips}.
 *
 * @param before what a clip shows from before its violation opened
 * @param after and after it closed
 * @param longest of a clip in all; zero: there are no clips
 * @param largest size of a clip, from which on it is cut
 * @param blurred whether each is kept with heads hidden, too; as query-api has it
 * @param quiet after so long without video of a camera no more is waited for
 * @param patience after which a clip is made of what there is, or given up; less than segments are
 *     kept
 * @param memory of address space for the process that makes one, besides what the clip takes
 */
@ConfigurationProperties("persistence.clips")
record ClipProperties(
    @DefaultValue("5s") Duration before,
    @DefaultValue("5s") Duration after,
    @DefaultValue("60s") Duration longest,
    @DefaultValue("32MB") DataSize largest,
    @DefaultValue("false") boolean blurred,
    @DefaultValue("20s") Duration quiet,
    @DefaultValue("10m") Duration patience,
    @DefaultValue("1GB") DataSize memory) {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final DataSize LARGEST = DataSize.ofMegabytes(128);

  ClipProperties {
    if (before.isNegative() || after.isNegative()) {
      throw new IllegalArgumentException(
          "persistence.clips.before and after must not be negative: %s, %s"
              .formatted(before, after));
    }
    boolean none = longest.isZero();
    if (!none && (longest.compareTo(before) <= 0 || longest.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "persistence.clips.longest is %s, not 0 or more than before (%s) and at most %s"
              .formatted(longest, before, LONGEST));
    }
    if (largest.toBytes() < 1 << 20 || largest.compareTo(LARGEST) > 0) {
      throw new IllegalArgumentException(
          "persistence.clips.largest is %s, not from 1MB to %s".formatted(largest, LARGEST));
    }
  }
}
