package io.cleansight.query.report;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.ReviewStatus;
import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.TimeRange;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts what waits for somebody. */
@Repository
class OpenItemReader {
  private static final String COUNTS =
      """
      SELECT count(*) AS open, count(*) FILTER (WHERE timestamp >= :begin AND timestamp < :end) AS open_of_shift
      FROM\s""";

  private final JdbcClient jdbc;

  OpenItemReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What waits.
   *
   * @param toReview violations that nobody has decided about
   * @param toReviewOfShift of these, those of the shift
   * @param raised alerts that nobody has acknowledged
   * @param raisedOfShift of these, those of the shift
   * @param acknowledged alerts that are acknowledged and not resolved
   * @param acknowledgedOfShift of these, those of the shift
   */
  record OpenItems(
      long toReview,
      long toReviewOfShift,
      long raised,
      long raisedOfShift,
      long acknowledged,
      long acknowledgedOfShift) {}

  private record Counts(long open, long openOfShift) {}

  /** As it is now, whenever the shift was. */
  OpenItems open(Caller caller, TimeRange range) {
    Counts violations =
        counts(
            Sql.select(COUNTS + "violation_events")
                .seenBy(caller)
                .where("status", ReviewStatus.PENDING.word()),
            range);
    Counts raised = alerts(caller, AlertState.RAISED, range);
    Counts acknowledged = alerts(caller, AlertState.ACKNOWLEDGED, range);
    return new OpenItems(
        violations.open(),
        violations.openOfShift(),
        raised.open(),
        raised.openOfShift(),
        acknowledged.open(),
        acknowledged.openOfShift());
  }

  private Counts alerts(Caller caller, AlertState state, TimeRange range) {
    return counts(
        Sql.select(COUNTS + "alert_history")
            .seenBy(caller)
            .namesOnlySeenBy(caller, Sql.ALERT_MEMBERS)
            .where("status", state.word()),
        range);
  }

  private Counts counts(Sql sql, TimeRange range) {
    return sql.with("begin", range.from().atOffset(UTC))
        .with("end", range.to().atOffset(UTC))
        .on(jdbc)
        .query(Counts.class)
        .single();
  }
}
