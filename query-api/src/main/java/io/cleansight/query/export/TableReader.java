package io.cleansight.query.export;

import io.cleansight.query.sql.Sql;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads a table page by page, each in a moment: memory does not grow with it, and however slowly it
 * is written on, it holds no connection to the database and no lock in it.
 */
@Component
class TableReader {
  static final Map<String, Table> ALL =
      Map.of(
          "violations",
          new Table(
              "violations",
              """
              SELECT id, camera_id, timestamp, closed_at, violation_type, severity, status, confidence, track_id, reason,
                     handled_by, handled_at, notes, review_reason, assignee, legal_hold, untimely, snapshot_state
              FROM violation_events""",
              "timestamp",
              "id"),
          "detection-records",
          new Table(
              "detection-records",
              """
              SELECT id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events,
                     sanitize_events, processing_time, fps
              FROM detection_records""",
              "timestamp",
              "id"),
          "statistics",
          new Table(
              "statistics",
              """
              SELECT camera_id, hour_start, total_frames, total_persons, total_hairnet_violations, total_violations,
                     total_handwash_events, total_sanitize_events, stale_frames, outdated_frames, work_entries,
                     unknown_work_entries, compliant_verdicts, violating_verdicts, unknown_verdicts, compliance_rate,
                     coverage, avg_fps, avg_processing_time, visits, judged_visits,
                     judged_visits - violating_visits AS compliant_visits,
                     (judged_visits - violating_visits)::double precision / NULLIF(judged_visits, 0)
                       AS compliance_by_visit
              FROM statistics_hourly""",
              "hour_start",
              "camera_id"),
          "alerts",
          new Table(
              "alerts",
              """
              SELECT id, camera_id, timestamp, alert_type, priority, status, message, resolved_at, handled_by, handled_at,
                     escalated_at, notification_sent, notes
              FROM alert_history""",
              "timestamp",
              "id"));

  /** What is kept of people, but for pictures: with everything that is told of a person. */
  static final List<Table> OF_PEOPLE =
      List.of(
          new Table(
              "violations",
              """
              SELECT id, camera_id, timestamp, closed_at, violation_type, severity, status, confidence, track_id,
                     bbox::text AS bbox, reason, timeline::text AS timeline, handled_by, handled_at, notes, review_reason,
                     assignee, legal_hold, untimely, array_to_string(zones, ', ') AS zones, snapshot_state
              FROM violation_events""",
              "timestamp",
              "id"),
          new Table(
              "decisions",
              """
              SELECT * FROM (
                SELECT log.command_id AS id, violation.camera_id, violation.timestamp, log.target_id AS violation_id,
                       log.decided_at, log.handled_by, log.outcome, log.to_status, log.notes, log.reason
                FROM review_log AS log JOIN violation_events AS violation ON violation.id = log.target_id) AS decision""",
              "timestamp",
              "id"),
          new Table(
              "recordings",
              """
              SELECT * FROM (
                SELECT id, camera_id, from_at AS timestamp, to_at, codec, width, height, bytes, sha256
                FROM recordings) AS recording""",
              "timestamp",
              "id"),
          new Table(
              "clips",
              """
              SELECT * FROM (
                SELECT violation_id AS id, camera_id, opened_at AS timestamp, state, reason, first_at, last_at, codec,
                       bytes, blurred_bytes
                FROM violation_clips) AS clip""",
              "timestamp",
              "id"),
          new Table(
              "visits",
              "SELECT id, camera_id, timestamp, track_id, judged, array_to_string(zones, ', ') AS zones FROM visits",
              "timestamp",
              "id"),
          new Table(
              "hygiene-events",
              "SELECT id, camera_id, timestamp, event_type, track_id, duration_millis FROM"
                  + " hygiene_events",
              "timestamp",
              "id"),
          new Table(
              "detection-records",
              """
              SELECT id, camera_id, timestamp, frame_number, person_count, person_detections::text AS person_detections,
                     hairnet_results::text AS hairnet_results, handwash_results::text AS handwash_results,
                     sanitize_results::text AS sanitize_results
              FROM detection_records""",
              "timestamp",
              "id"));

  private static final int PAGE = 2000;

  private final JdbcClient jdbc;

  TableReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Begins a sheet of those columns. */
  @FunctionalInterface
  interface Begin {
    Sheet sheet(List<String> columns) throws IOException;
  }

  /**
   * Rows that follow on each other.
   *
   * @param last place of the last; null: there are none
   */
  private record Rows(
      List<String> columns, List<List<@Nullable Object>> cells, Table.@Nullable Place last) {}

  /** Writes every row of the selection, and closes the sheet. */
  void write(Selection selection, ZoneId zone, Begin begin) throws IOException {
    DateTimeFormatter times = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone);
    Rows rows = read(selection, null, times);
    try (Sheet sheet = begin.sheet(rows.columns())) {
      while (rows.last() != null) {
        for (List<@Nullable Object> row : rows.cells()) {
          sheet.row(row);
        }
        rows = read(selection, rows.last(), times);
      }
    }
  }

  private Rows read(Selection selection, Table.@Nullable Place after, DateTimeFormatter times) {
    return query(selection, after)
        .on(jdbc)
        .query((ResultSet found) -> rows(found, selection.table(), times));
  }

  /** The statement for the next rows; with no place before them, for the first. */
  private static Sql query(Selection selection, Table.@Nullable Place after) {
    Table table = selection.table();
    Sql sql =
        Sql.select(table.select())
            .seenBy(selection.caller())
            .where("camera_id", selection.camera())
            .within(table.time(), selection.range())
            .ending("ORDER BY %s, %s LIMIT %d".formatted(table.time(), table.key(), PAGE));
    if (table.name().equals("alerts")) {
      sql.namesOnlySeenBy(selection.caller(), Sql.ALERT_MEMBERS);
    }
    if (after != null) {
      sql.where(true, "(%s, %s) > (:afterTime, :afterKey)".formatted(table.time(), table.key()))
          .with("afterTime", after.time())
          .with("afterKey", after.key());
    }
    return sql;
  }

  private static Rows rows(ResultSet found, Table table, DateTimeFormatter times)
      throws SQLException {
    var cells = new ArrayList<List<@Nullable Object>>();
    Table.Place last = null;
    while (found.next()) {
      cells.add(cells(found, times));
      last =
          new Table.Place(
              found.getObject(table.time(), OffsetDateTime.class), found.getObject(table.key()));
    }
    return new Rows(columns(found), cells, last);
  }

  private static List<String> columns(ResultSet rows) throws SQLException {
    var names = new ArrayList<String>();
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      names.add(rows.getMetaData().getColumnLabel(column));
    }
    return names;
  }

  private static List<@Nullable Object> cells(ResultSet rows, DateTimeFormatter times)
      throws SQLException {
    var cells = new ArrayList<@Nullable Object>();
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      cells.add(
          switch (rows.getObject(column)) {
            case null -> null;
            case Timestamp at -> times.format(at.toInstant());
            case UUID id -> id.toString();
            case Object other -> other;
          });
    }
    return cells;
  }
}
