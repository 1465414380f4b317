package io.cleansight.persistence.once;

import static java.time.ZoneOffset.UTC;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts of events that are in no statistics, by the hour that they claim. */
@Repository
class UntimelyEventStore {
  private static final String COUNT =
      """
      INSERT INTO untimely_events AS counted (topic, camera_id, reason, hour_start, events)
      VALUES (:topic, :camera, :reason, :hour, :events)
      ON CONFLICT (topic, camera_id, reason, hour_start) DO UPDATE SET events = counted.events + EXCLUDED.events
      """;

  private final JdbcClient jdbc;

  UntimelyEventStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void count(String topic, String camera, String reason, Instant at, int events) {
    jdbc.sql(COUNT)
        .param("topic", topic)
        .param("camera", camera)
        .param("reason", reason)
        .param("hour", at.truncatedTo(ChronoUnit.HOURS).atOffset(UTC))
        .param("events", events)
        .update();
  }
}
