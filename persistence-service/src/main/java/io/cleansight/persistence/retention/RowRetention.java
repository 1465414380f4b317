package io.cleansight.persistence.retention;

import static java.time.ZoneOffset.UTC;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets rows go that tell of people and are past their age, whole days at a time and few rows in a
 * transaction; never what is under legal hold, nor what was done on its camera on its day. Sums
 * stay.
 */
@Component
class RowRetention {
  private static final Logger log = LoggerFactory.getLogger(RowRetention.class);
  private static final int AT_ONCE = 500;

  /** Those that claim to be of the future go by when they came. */
  private static final String DUE_VIOLATIONS =
      """
      FROM violation_events
      WHERE (timestamp < :before OR (untimely = 'future' AND created_at < :before)) AND NOT legal_hold
      """;

  private static final String DUE_HYGIENE =
      """
      FROM hygiene_events AS event
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

  private final RetentionProperties properties;
  private final EvidenceRetention evidence;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;

  RowRetention(
      RetentionProperties properties,
      EvidenceRetention evidence,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock) {
    this.properties = properties;
    this.evidence = evidence;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * Rows of one kind.
   *
   * @param due what follows SELECT id or count(*)
   * @param key of the rows
   * @param goes statements that let :ids go
   */
  private record Kind(String what, Duration period, String due, String key, List<String> goes) {}

  private List<Kind> kinds() {
    return List.of(
        new Kind(
            "violations",
            properties.violations(),
            DUE_VIOLATIONS,
            "id",
            List.of(
                "DELETE FROM review_log WHERE target IN ('violation', 'hold') AND target_id IN (:ids)",
                "DELETE FROM violation_snapshots WHERE violation_id IN (:ids)",
                "DELETE FROM violation_events WHERE id IN (:ids)")),
        new Kind(
            "hygiene events",
            properties.hygiene(),
            DUE_HYGIENE,
            "id",
            List.of("DELETE FROM hygiene_events WHERE id IN (:ids)")),
        new Kind(
            "alerts",
            properties.alerts(),
            DUE_ALERTS,
            "id",
            List.of(
                "DELETE FROM review_log WHERE target = 'alert' AND target_id IN (:ids)",
                "DELETE FROM alert_notifications WHERE alert_id IN (:ids)",
                "DELETE FROM alert_history WHERE id IN (:ids)")),
        new Kind(
            "decisions about what never came",
            properties.violations(),
            DUE_DECISIONS,
            "command_id",
            List.of("DELETE FROM review_log WHERE command_id IN (:ids)")),
        new Kind(
            "silences",
            properties.alerts(),
            DUE_SILENCES,
            "id",
            List.of("DELETE FROM silences WHERE id IN (:ids)")));
  }

  /** What would go now, in words. */
  List<String> wouldGo() {
    var lines = new ArrayList<String>();
    for (Kind kind : kinds()) {
      if (!kind.period().isZero()) {
        long count =
            jdbc.sql("SELECT count(*) " + kind.due())
                .param("before", before(kind).atOffset(UTC))
                .query(Long.class)
                .single();
        if (count > 0) {
          lines.add("%d %s from before %s".formatted(count, kind.what(), before(kind)));
        }
      }
    }
    return lines;
  }

  void letGo() {
    for (Kind kind : kinds()) {
      if (!kind.period().isZero()) {
        letGo(kind);
      }
    }
  }

  private void letGo(Kind kind) {
    Instant before = before(kind);
    List<UUID> ids = due(kind, before);
    while (!ids.isEmpty()) {
      List<UUID> these = ids;
      if (kind.what().equals("violations")) {
        evidence.letGo(these);
      }
      transactions.executeWithoutResult(_ -> delete(kind, these, before));
      log.info("{} {} have reached their age", these.size(), kind.what());
      ids = due(kind, before);
    }
  }

  /** Those of them that are still due: one may be held since. */
  private void delete(Kind kind, List<UUID> ids, Instant before) {
    List<UUID> still =
        jdbc.sql(
                "SELECT %s %s AND %s IN (:ids) FOR UPDATE"
                    .formatted(kind.key(), parenthesised(kind.due()), kind.key()))
            .param("before", before.atOffset(UTC))
            .param("ids", ids)
            .query(UUID.class)
            .list();
    if (still.isEmpty()) {
      return;
    }
    jdbc.sql(SAY_SO).param("what", kind.what()).param("before", before.atOffset(UTC)).update();
    kind.goes().forEach(sql -> jdbc.sql(sql).param("ids", still).update());
  }

  private List<UUID> due(Kind kind, Instant before) {
    return jdbc.sql("SELECT %s %s LIMIT %d".formatted(kind.key(), kind.due(), AT_ONCE))
        .param("before", before.atOffset(UTC))
        .query(UUID.class)
        .list();
  }

  private static String parenthesised(String due) {
    int where = due.indexOf("WHERE ");
    return due.substring(0, where) + "WHERE (" + due.substring(where + "WHERE ".length()) + ")";
  }

  /** A day goes whole, so that hours are either there or not. */
  private Instant before(Kind kind) {
    return clock.instant().minus(kind.period()).truncatedTo(ChronoUnit.DAYS);
  }
}
