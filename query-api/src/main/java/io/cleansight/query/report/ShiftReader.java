package io.cleansight.query.report;

import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what was seen in shifts, of quarters of hours and of violations. */
@Repository
class ShiftReader {
  private static final String BY_CAMERA =
      """
      SELECT camera_id, total_frames, visits, judged_visits, violating_visits, violations
      FROM (
        SELECT camera_id, COALESCE(total_frames, 0) AS total_frames, COALESCE(visits, 0) AS visits,
               COALESCE(judged_visits, 0) AS judged_visits, COALESCE(violating_visits, 0) AS violating_visits,
               COALESCE(violations, 0) AS violations
        FROM (
          SELECT camera_id, sum(total_frames) AS total_frames, sum(visits) AS visits,
                 sum(judged_visits) AS judged_visits, sum(violating_visits) AS violating_visits
          FROM statistics_quarter_hourly WHERE quarter_start >= :begin AND quarter_start < :end
          GROUP BY camera_id) AS quarters
        FULL JOIN (
          SELECT camera_id, count(*) AS violations FROM violation_events
          WHERE timestamp >= :begin AND timestamp < :end AND status <> 'false_positive'
          GROUP BY camera_id) AS violating USING (camera_id)) AS camera""";

  private static final String SPANS =
      "unnest(CAST(:froms AS timestamptz[]), CAST(:tos AS timestamptz[])) AS span(from_at, to_at)";

  private static final String QUARTERS_OF_SPANS =
      """
      SELECT from_at, sum(total_frames) AS total_frames, sum(judged_visits) AS judged_visits,
             sum(violating_visits) AS violating_visits
      FROM %s JOIN statistics_quarter_hourly ON quarter_start >= from_at AND quarter_start < to_at"""
          .formatted(SPANS);

  private static final String VIOLATIONS_OF_SPANS =
      """
      SELECT from_at, count(*) AS violations
      FROM %s JOIN violation_events ON timestamp >= from_at AND timestamp < to_at"""
          .formatted(SPANS);

  private static final String BY_SPAN = "GROUP BY from_at ORDER BY from_at";

  private static final String PICTURES =
      """
      SELECT id, camera_id, timestamp, violation_type, severity, status, reason, reason_code,
             reason_parameters::text AS reason_parameters, snapshot_state, bbox::text AS bbox
      FROM violation_events""";

  private static final String WORST_FIRST =
      "ORDER BY array_position('{critical,high,medium,low}'::text[], severity), confidence DESC,"
          + " timestamp, id LIMIT :most";

  private final JdbcClient jdbc;

  ShiftReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a camera saw.
   *
   * @param judgedVisits in which the hair could be judged
   * @param violations without those that were false positives
   */
  record CameraSums(
      String cameraId,
      long totalFrames,
      long visits,
      long judgedVisits,
      long violatingVisits,
      long violations) {}

  /** What all cameras saw in the shift that began then. */
  record SpanSums(
      OffsetDateTime fromAt, long totalFrames, long judgedVisits, long violatingVisits) {}

  /** Violations in the shift that began then, without those that were false positives. */
  record SpanViolations(OffsetDateTime fromAt, long violations) {}

  /**
   * A violation that has a picture; names as of violations.
   *
   * @param reasonParameters JSON, null without a code
   * @param bbox JSON, fractions of the frame
   */
  record Picture(
      UUID id,
      String cameraId,
      OffsetDateTime timestamp,
      String violationType,
      String severity,
      String status,
      String reason,
      @Nullable String reasonCode,
      @JsonRawValue @Nullable String reasonParameters,
      String snapshotState,
      @JsonRawValue String bbox) {}

  /** By id. */
  List<CameraSums> cameras(Caller caller, TimeRange range) {
    return Sql.select(BY_CAMERA)
        .seenBy(caller)
        .with("begin", range.from().atOffset(UTC))
        .with("end", range.to().atOffset(UTC))
        .ending("ORDER BY camera_id")
        .on(jdbc)
        .query(CameraSums.class)
        .list();
  }

  /** Oldest first, of shifts of which something is kept. */
  List<SpanSums> quarters(Caller caller, List<Shift> shifts) {
    return over(QUARTERS_OF_SPANS, shifts)
        .seenBy(caller)
        .ending(BY_SPAN)
        .on(jdbc)
        .query(SpanSums.class)
        .list();
  }

  /** Oldest first, of shifts that had any. */
  List<SpanViolations> violations(Caller caller, List<Shift> shifts) {
    return over(VIOLATIONS_OF_SPANS, shifts)
        .seenBy(caller)
        .where(true, "status <> 'false_positive'")
        .ending(BY_SPAN)
        .on(jdbc)
        .query(SpanViolations.class)
        .list();
  }

  /** The most severe first, and of these those that are surest; no false positives. */
  List<Picture> pictures(Caller caller, TimeRange range, int most) {
    return Sql.select(PICTURES)
        .seenBy(caller)
        .within("timestamp", range)
        .where(true, "status <> 'false_positive' AND snapshot_state = 'present'")
        .with("most", most)
        .ending(WORST_FIRST)
        .on(jdbc)
        .query(Picture.class)
        .list();
  }

  /** Whether there is anything of any time before. */
  boolean hasAnyBefore(Caller caller, Instant at) {
    return !Sql.select("SELECT true FROM statistics_quarter_hourly")
        .seenBy(caller)
        .where(true, "quarter_start < :at")
        .with("at", at.atOffset(UTC))
        .ending("LIMIT 1")
        .on(jdbc)
        .query(Boolean.class)
        .list()
        .isEmpty();
  }

  private static Sql over(String select, List<Shift> shifts) {
    return Sql.select(select)
        .with("froms", instants(shifts, Shift::from))
        .with("tos", instants(shifts, Shift::to));
  }

  /** As PostgreSQL writes an array. */
  private static String instants(List<Shift> shifts, Function<Shift, Instant> which) {
    return shifts.stream().map(it -> which.apply(it).toString()).collect(joining(",", "{", "}"));
  }
}
