package io.cleansight.query.erasure;

import io.cleansight.contracts.CameraId;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be erased, as sent. */
record ErasureBody(
    List<String> cameraIds, @Nullable String from, @Nullable String to, String reason) {
  private static final int MOST_CAMERAS = 20;
  private static final int LONGEST_REASON = 500;
  private static final Duration LONGEST = Duration.ofDays(31);

  ErasureBody(
      @Nullable List<String> cameraIds,
      @Nullable String from,
      @Nullable String to,
      @Nullable String reason) {
    if (cameraIds == null
        || cameraIds.isEmpty()
        || cameraIds.size() > MOST_CAMERAS
        || !cameraIds.stream().allMatch(it -> it != null && CameraId.isValid(it))) {
      throw new BadParameterException(
          "camera_ids",
          "1 to " + MOST_CAMERAS + " of 1 to 64 letters, digits, '.', '_' or '-' each");
    }
    if (from == null || to == null) {
      throw new BadParameterException(from == null ? "from" : "to", "given");
    }
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw new BadParameterException("reason", "1 to " + LONGEST_REASON + " characters");
    }
    this.cameraIds = cameraIds.stream().distinct().toList();
    this.from = from;
    this.to = to;
    this.reason = reason;
  }

  /** The time that is erased: it is over, so nothing is still to come of it. */
  TimeRange range(Clock clock) {
    TimeRange range = TimeRange.of(from, to, LONGEST, clock);
    Instant now = clock.instant();
    if (range.to().isAfter(now)) {
      throw new BadParameterException("to", "not after now, " + now);
    }
    if (Duration.between(range.from(), range.to()).compareTo(LONGEST) > 0) {
      throw new BadParameterException("from", "at most " + LONGEST.toDays() + " days before to");
    }
    return range;
  }
}
