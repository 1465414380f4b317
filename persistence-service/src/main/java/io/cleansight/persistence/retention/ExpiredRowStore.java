package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows that tell of people and are past their age. */
@Repository
class ExpiredRowStore {
  /** Those that claim to be of the future go by when they came. */
  private static final String DUE_VIOLATIONS =
      """
      FROM violation_events
      WHERE (timestamp < :before OR (untimely = 'future' AND created_at < :before)) AND NOT legal_hold
      """;

  private static final String DUE_EVENTS =
      """
      FROM %s AS event
      WHERE timestamp < :before AND NOT EXISTS (
        SELECT FROM violation_events AS held
        WHERE legal_hold AND held.camera_id = event.camera_id
          AND held.timestamp < date_trunc('day', event.timestamp, 'UTC') + interval '1 day'
          AND COALESCE(held.closed_at, held.timestamp) >= date_trunc('day', event.timestamp, 'UTC'))
      """;
  private static final String DUE_ALERTS =
      """
      FROM alert_history
      WHERE timestamp < :before OR (timestamp > now() + interval '1 day' AND created_at < :before)
      """;
  private static final String DUE_DECISIONS =
      "FROM review_log WHERE outcome IN ('awaiting_target', 'unknown_target') AND applied_at < :before";
  private static final String DUE_SILENCES = "FROM silences WHERE ends_at < :before";

  private static final String SAY_SO =
      """
      INSERT INTO let_go AS known (what, before) VALUES (:what, :before)
      ON CONFLICT (what) DO UPDATE SET before = GREATEST(known.before, EXCLUDED.before)
      """;

  /** What rows are of, in the order in which they go. */
  enum Kind {
    VIOLATIONS(
        "violations",
        DUE_VIOLATIONS,
        "id",
        "DELETE FROM review_log WHERE target IN ('violation', 'hold') AND target_id IN (:ids)",
        "DELETE FROM violation_snapshots WHERE violation_id IN (:ids)",
        "DELETE FROM violation_clips WHERE violation_id IN (:ids)",
        "DELETE FROM violation_events WHERE id IN (:ids)"),
    HYGIENE(
        "hygiene events",
        DUE_EVENTS.formatted("hygiene_events"),
        "id",
        "DELETE FROM hygiene_events WHERE id IN (:ids)"),
    VISITS("visits", DUE_EVENTS.formatted("visits"), "id", "DELETE FROM visits WHERE id IN (:ids)"),
    ALERTS(
        "alerts",
        DUE_ALERTS,
        "id",
        "DELETE FROM review_log WHERE target = 'alert' AND target_id IN (:ids)",
        "DELETE FROM alert_notifications WHERE alert_id IN (:ids)",
        "DELETE FROM alert_history WHERE id IN (:ids)"),
    DECISIONS(
        "decisions about what never came",
        DUE_DECISIONS,
        "command_id",
        "DELETE FROM review_log WHERE command_id IN (:ids)"),
    SILENCES("silences", DUE_SILENCES, "id", "DELETE FROM silences WHERE id IN (:ids)");

    private final String words;
    private final String due;
    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // it is: List.of
    private final List<String> deletions;

    /**
     * @param words as the table let_go has it, too
     * @param due what follows SELECT id or count(*)
     * @param key of the rows
     * @param deletions of :ids
     */
    Kind(String words, String due, String key, String... deletions) {
      this.words = words;
      this.due = due;
      this.key = key;
      this.deletions = List.of(deletions);
    }

    String words() {
      return words;
    }

    /** Those that are due of some of which the ids are known. */
    private String stillDue() {
      int where = due.indexOf("WHERE ");
      return "SELECT %s %sWHERE (%s) AND %s IN (:ids) FOR UPDATE"
          .formatted(key, due.substring(0, where), due.substring(where + "WHERE ".length()), key);
    }
  }

  private final JdbcClient jdbc;

  ExpiredRowStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long count(Kind kind, Instant before) {
    return jdbc.sql("SELECT count(*) " + kind.due)
        .param("before", before.atOffset(UTC))
        .query(Long.class)
        .single();
  }

  List<UUID> due(Kind kind, Instant before, int limit) {
    return jdbc.sql("SELECT %s %s LIMIT %d".formatted(kind.key, kind.due, limit))
        .param("before", before.atOffset(UTC))
        .query(UUID.class)
        .list();
  }

  /** Deletes those of them that are still due: one may be held since. Within a transaction. */
  void delete(Kind kind, List<UUID> ids, Instant before) {
    List<UUID> still =
        jdbc.sql(kind.stillDue())
            .param("before", before.atOffset(UTC))
            .param("ids", ids)
            .query(UUID.class)
            .list();
    if (still.isEmpty()) {
      return;
    }
    jdbc.sql(SAY_SO).param("what", kind.words).param("before", before.atOffset(UTC)).update();
    kind.deletions.forEach(sql -> jdbc.sql(sql).param("ids", still).update());
  }
}
