package io.cleansight.persistence.once;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.vocabulary.Untimeliness;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Events that were marked as untimely when they were detected, and those of days whose records are
 * gone. They are counted by the hour that they claim, and in no statistics.
 */
@Repository
public class Untimely {
  private static final String COUNT =
      """
      INSERT INTO untimely_events AS counted (topic, camera_id, reason, hour_start, events)
      VALUES (:topic, :camera, :reason, :hour, :events)
      ON CONFLICT (topic, camera_id, reason, hour_start) DO UPDATE SET events = counted.events + EXCLUDED.events
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Horizon horizon;

  Untimely(JdbcClient jdbc, Clock clock, Horizon horizon) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.horizon = horizon;
  }

  /**
   * {@code future} or {@code expired}; empty for an event that counts.
   *
   * @param mark what was judged when the frame was detected, for everybody; null: it is timely
   */
  public Optional<String> reason(@Nullable String mark, Instant at) {
    boolean removed = at.isBefore(horizon.before(clock.instant()));
    return Optional.ofNullable(mark)
        .or(() -> removed ? Optional.of(Untimeliness.EXPIRED.word()) : Optional.empty());
  }

  /** Counts so many; inside the transaction. */
  public void count(String topic, String camera, String reason, Instant at, int events) {
    jdbc.sql(COUNT)
        .param("topic", topic)
        .param("camera", camera)
        .param("reason", reason)
        .param("hour", at.truncatedTo(ChronoUnit.HOURS).atOffset(UTC))
        .param("events", events)
        .update();
  }
}
