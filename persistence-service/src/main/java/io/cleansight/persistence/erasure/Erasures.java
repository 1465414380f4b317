package io.cleansight.persistence.erasure;

import io.cleansight.contracts.CameraId;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Erasure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Asks for an erasure, as REST does; a service that runs applies it. */
@Component
public class Erasures {
  private static final Duration LONGEST = Duration.ofDays(31);

  private final HeldViolationReader violations;
  private final ErasurePublisher publisher;

  Erasures(HeldViolationReader violations, ErasurePublisher publisher) {
    this.violations = violations;
    this.publisher = publisher;
  }

  /**
   * Returns its id once Kafka has it.
   *
   * @throws IllegalArgumentException if it is none that could be applied
   */
  public UUID ask(List<String> cameras, Instant from, Instant to, String reason, String by) {
    Instant now = publisher.now();
    check(cameras, from, to, now);
    var erasure =
        Erasure.newBuilder()
            .setErasureId(UUID.randomUUID())
            .setCameraIds(cameras)
            .setFromAt(from)
            .setToAt(to)
            .setReason(reason)
            .setRequestedBy(by)
            .setRequestedAt(now)
            .setKept(violations.held(cameras, from, to))
            .build();
    UUID id = erasure.getErasureId();
    publisher.publish(
        Topics.ERASURES, id, now, erasure, "Kafka does not answer; nothing is erased");
    return id;
  }

  private static void check(List<String> cameras, Instant from, Instant to, Instant now) {
    if (cameras.isEmpty() || !cameras.stream().allMatch(CameraId::isValid)) {
      throw new IllegalArgumentException("these are no cameras: " + cameras);
    }
    if (!from.isBefore(to)
        || to.isAfter(now)
        || Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "from %s to %s is not a time of at most %d days that is over"
              .formatted(from, to, LONGEST.toDays()));
    }
  }
}
