package io.cleansight.persistence.once;

import static java.time.ZoneOffset.UTC;

import io.cleansight.messaging.read.SortedBatch;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which settings were applied, by the id they were sent with; query-api sends none of them twice.
 */
@Repository
public class AppliedCommandStore {
  private static final String NOTE =
      "INSERT INTO applied_commands (id, applied_at) VALUES (:id, :at) ON CONFLICT DO NOTHING";
  private static final String LET_GO =
      "DELETE FROM applied_commands WHERE applied_at < now() - interval '7 days'";

  private final JdbcClient jdbc;

  AppliedCommandStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes it; within the transaction that applies it. */
  public void note(SortedBatch.ConsumedEvent consumed) {
    consumed
        .id()
        .ifPresent(
            id ->
                jdbc.sql(NOTE)
                    .param("id", id)
                    .param("at", Instant.ofEpochMilli(consumed.record().timestamp()).atOffset(UTC))
                    .update());
  }

  /** Forgets those of more than seven days ago. */
  public void letGo() {
    jdbc.sql(LET_GO).update();
  }
}
