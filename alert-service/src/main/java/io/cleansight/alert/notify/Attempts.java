package io.cleansight.alert.notify;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a waiting notification has come; by the broker's time.
 *
 * @param since when it began to wait
 * @param due when it may be attempted
 * @param made how many attempts failed
 * @param postponed it was over its recipient's limit
 * @param refused the last attempt failed for what it says, not for its channel
 * @param error of the last attempt
 */
record Attempts(
    Instant since,
    Instant due,
    int made,
    boolean postponed,
    boolean refused,
    @Nullable String error) {
  static Attempts none(Instant now) {
    return new Attempts(now, now, 0, false, false, null);
  }

  Attempts failed(String why, boolean itself, Instant next) {
    return new Attempts(since, next, made + 1, postponed, itself, why);
  }

  Attempts overLimit() {
    return new Attempts(since, due, made, true, refused, error);
  }

  Attempts dueAt(Instant next) {
    return new Attempts(since, next, made, postponed, refused, error);
  }

  boolean isOver(Duration deadline, Instant now) {
    return !now.isBefore(since.plus(deadline));
  }
}
