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
 * @param traceparent of what led to it; null: no trace goes on
 */
record Attempts(
    Instant since,
    Instant due,
    int made,
    boolean postponed,
    boolean refused,
    @Nullable String error,
    @Nullable String traceparent) {
  static Attempts none(Instant now, @Nullable String traceparent) {
    return new Attempts(now, now, 0, false, false, null, traceparent);
  }

  Attempts failed(String why, boolean itself, Instant next) {
    return new Attempts(since, next, made + 1, postponed, itself, why, traceparent);
  }

  Attempts overLimit() {
    return new Attempts(since, due, made, true, refused, error, traceparent);
  }

  Attempts dueAt(Instant next) {
    return new Attempts(since, next, made, postponed, refused, error, traceparent);
  }

  boolean isOver(Duration deadline, Instant now) {
    return !now.isBefore(since.plus(deadline));
  }
}
