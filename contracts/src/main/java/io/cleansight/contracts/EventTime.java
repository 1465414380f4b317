package io.cleansight.contracts;

import java.time.Instant;

/**
 * When something happened, for what its sender stamps by a clock of its own, such as a camera's
 * state or a person's decision: never after the broker had it. What is captured is marked as
 * untimely instead, see {@code Detections.untimely}.
 */
public final class EventTime {
  private EventTime() {}

  /**
   * The time that counts.
   *
   * @param appended when the broker appended the record
   */
  public static Instant of(Instant stamped, Instant appended) {
    return stamped.isAfter(appended) ? appended : stamped;
  }
}
