package io.cleansight.persistence.erasure;

import static java.time.ZoneOffset.UTC;

import io.cleansight.event.ErasureExemption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Violations under legal hold, with the records that belong to them. */
@Repository
class HeldViolationReader {
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

  HeldViolationReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Held(UUID id, String cameraId, Instant fromAt, Instant toAt) {}

  /** What of that time an erasure must leave alone. */
  List<ErasureExemption> held(List<String> cameras, Instant from, Instant to) {
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
