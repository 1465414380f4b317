package io.cleansight.persistence.erasure;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.CameraId;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Erasure;
import io.cleansight.event.ErasureExemption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Asks for an erasure, as REST does; a service that runs applies it. */
@Component
public class Erasures {
  private static final Duration LONGEST = Duration.ofDays(31);

  /** Its records are from an hour before, as are the steps that led to it, to its end. */
  private static final String HELD =
      """
      SELECT id, camera_id, timestamp - interval '1 hour' AS from_at, COALESCE(closed_at, timestamp + interval '1 hour') AS to_at
      FROM violation_events
      WHERE legal_hold AND camera_id IN (:cameras)
        AND timestamp - interval '1 hour' < :to AND COALESCE(closed_at, timestamp + interval '1 hour') >= :from
      ORDER BY timestamp, id
      """;

  private final JdbcClient jdbc;
  private final ErasurePublisher publisher;

  Erasures(JdbcClient jdbc, ErasurePublisher publisher) {
    this.jdbc = jdbc;
    this.publisher = publisher;
  }

  private record Held(UUID id, String cameraId, Instant fromAt, Instant toAt) {}

  /**
   * Returns its id once Kafka has it.
   *
   * @throws IllegalArgumentException if it is none that could be applied
   */
  public UUID ask(List<String> cameras, Instant from, Instant to, String reason, String by) {
    Instant now = publisher.now();
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
    var id = UUID.randomUUID();
    var erasure =
        Erasure.newBuilder()
            .setErasureId(id)
            .setCameraIds(cameras)
            .setFromAt(from)
            .setToAt(to)
            .setReason(reason)
            .setRequestedBy(by)
            .setRequestedAt(now)
            .setKept(held(cameras, from, to))
            .build();
    publisher.publish(
        Topics.ERASURES, id, now, erasure, "Kafka does not answer; nothing is erased");
    return id;
  }

  private List<ErasureExemption> held(List<String> cameras, Instant from, Instant to) {
    return jdbc
        .sql(HELD)
        .param("cameras", cameras)
        .param("from", from.atOffset(UTC))
        .param("to", to.atOffset(UTC))
        .query(Held.class)
        .list()
        .stream()
        .map(it -> new ErasureExemption(it.id(), it.cameraId(), it.fromAt(), it.toAt()))
        .toList();
  }
}
