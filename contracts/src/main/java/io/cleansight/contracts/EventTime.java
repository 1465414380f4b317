package io.cleansight.contracts;

import io.cleansight.event.Activity;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Detections;
import io.cleansight.event.Review;
import io.cleansight.event.Violation;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

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

  /**
   * When what an event tells of happened, by its own account; of an event that is about itself,
   * when the broker had it.
   */
  public static Instant of(SpecificRecord event, Instant appended) {
    return switch (event) {
      case Activity it -> it.getCapturedAt();
      case Detections it -> it.getCapturedAt();
      case Violation it -> it.getOpenedAt();
      case CameraHealth it -> of(it.getAt(), appended);
      case Review it -> of(it.getDecidedAt(), appended);
      default -> appended;
    };
  }
}
