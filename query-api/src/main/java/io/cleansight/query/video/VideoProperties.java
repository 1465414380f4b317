package io.cleansight.query.video;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings under {@code query.video}.
 *
 * @param longest time of which video is exported at once
 * @param ofOne exports of one caller at a time
 * @param ofAll exports of all callers at a time
 * @param patience how long an export may take
 * @param scan how much of the topic is read to find what is still there of a recorded file, whose
 *     times say nothing of when it was played
 */
@ConfigurationProperties("query.video")
record VideoProperties(
    @DefaultValue("1h") Duration longest,
    @DefaultValue("2") int ofOne,
    @DefaultValue("4") int ofAll,
    @DefaultValue("10m") Duration patience,
    @DefaultValue("512MB") DataSize scan) {
  private static final Duration DAY = Duration.ofDays(1);

  VideoProperties {
    if (!longest.isPositive() || longest.compareTo(DAY) > 0) {
      throw new IllegalArgumentException(
          "query.video.longest is " + longest + ", not above 0 and up to a day");
    }
    if (ofOne < 1 || ofAll < 1) {
      throw new IllegalArgumentException("query.video.of-one and of-all must be 1 at least");
    }
    if (!patience.isPositive() || scan.isNegative()) {
      throw new IllegalArgumentException(
          "query.video.patience must be above 0, and scan not negative");
    }
  }
}
