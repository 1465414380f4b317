package io.cleansight.persistence.once;

import static java.time.ZoneOffset.UTC;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Events that claim a time they cannot be from: the future, or an age whose records are gone. They
 * are counted by the hour that they claim, and in no statistics.
 */
@Repository
public class Untimely {
  /** Clocks differ; an event further in the future than this is wrong. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final String COUNT =
      """
      INSERT INTO untimely_events AS counted (topic, camera_id, reason, hour_start, events)
      VALUES (:topic, :camera, :reason, :hour, 1)
      ON CONFLICT (topic, camera_id, reason, hour_start) DO UPDATE SET events = counted.events + 1
      """;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Horizon horizon;

  Untimely(JdbcClient jdbc, Clock clock, Horizon horizon) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.horizon = horizon;
  }

  /** {@code future} or {@code expired}; empty for an event that counts. */
  public Optional<String> reason(Instant at) {
    Instant now = clock.instant();
    if (at.isAfter(now.plus(SKEW))) {
      return Optional.of("future");
    }
    return at.isBefore(horizon.before(now)) ? Optional.of("expired") : Optional.empty();
  }

  /** Counts one; inside the transaction. */
  public void count(String topic, String camera, String reason, Instant at) {
    jdbc.sql(COUNT)
        .param("topic", topic)
        .param("camera", camera)
        .param("reason", reason)
        .param("hour", at.truncatedTo(ChronoUnit.HOURS).atOffset(UTC))
        .update();
  }
}
