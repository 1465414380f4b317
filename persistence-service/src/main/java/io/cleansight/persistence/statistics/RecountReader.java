package io.cleansight.persistence.statistics;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts hours anew from the records that exist. */
@Repository
class RecountReader {
  /** One statement, so one state of the database; frames only where their day is still there. */
  private static final String RECOUNT =
      """
      SELECT hour.camera_id, hour.hour_start,
             hour.saved_frames, hour.violating_frames, hour.total_violations, hour.total_hairnet_violations,
             hour.total_frames, hour.visits, hour.judged_visits, hour.violating_visits,
             NOT erased.at_all AND EXISTS (
               SELECT FROM pg_class
               WHERE relname = 'detection_records_' || to_char(hour.hour_start AT TIME ZONE 'UTC', 'YYYYMMDD'))
               AS has_records,
             NOT erased.at_all AND hour.hour_start >= COALESCE((SELECT before FROM let_go WHERE what = 'violations'), '-infinity')
               AS has_violations,
             NOT erased.at_all AND hour.hour_start >= COALESCE((SELECT before FROM let_go WHERE what = 'visits'), '-infinity')
               AS has_visits,
             visit.visitors AS visitors, visit.judged AS judged, charge.charged AS charged,
             record.frames AS frames, record.violating AS violating,
             violation.episodes AS episodes, violation.hairnets AS hairnets
      FROM (%s) AS hour
      CROSS JOIN LATERAL (
        SELECT EXISTS (
          SELECT FROM erasures
          WHERE hour.camera_id = ANY (camera_ids) AND from_at < hour.hour_start + interval '1 hour'
            AND to_at > hour.hour_start) AS at_all) AS erased
      CROSS JOIN LATERAL (
        SELECT count(*) AS frames, count(*) FILTER (WHERE hairnet_violations > 0) AS violating
        FROM detection_records
        WHERE camera_id = hour.camera_id AND timestamp >= hour.hour_start
          AND timestamp < hour.hour_start + interval '1 hour') AS record
      CROSS JOIN LATERAL (
        SELECT count(*) AS episodes, count(*) FILTER (WHERE violation_type = 'no_hairnet') AS hairnets
        FROM violation_events
        WHERE counted AND status <> 'false_positive' AND camera_id = hour.camera_id AND timestamp >= hour.hour_start
          AND timestamp < hour.hour_start + interval '1 hour') AS violation
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE begun) AS visitors, count(*) FILTER (WHERE judged) AS judged
        FROM visits
        WHERE camera_id = hour.camera_id AND timestamp >= hour.hour_start
          AND timestamp < hour.hour_start + interval '1 hour') AS visit
      CROSS JOIN LATERAL (
        SELECT count(DISTINCT visit_id) AS charged
        FROM (
          SELECT camera_id, visit_id, visit_started_at FROM violation_events
          WHERE counted AND status <> 'false_positive' AND violation_type = 'no_hairnet' AND camera_id = hour.camera_id
            AND timestamp >= hour.hour_start
          UNION ALL
          SELECT camera_id, visit_id, visit_started_at FROM erased_violations) AS charging
        WHERE camera_id = hour.camera_id
          AND visit_started_at >= hour.hour_start AND visit_started_at < hour.hour_start + interval '1 hour') AS charge
      """;

  private static final String SOME =
      RECOUNT.formatted("SELECT * FROM statistics_hourly ORDER BY random() LIMIT :hours");
  private static final String ALL = RECOUNT.formatted("SELECT * FROM statistics_hourly");

  private final JdbcClient jdbc;

  RecountReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** So many hours, picked at random. */
  List<Recount> some(int hours) {
    return jdbc.sql(SOME).param("hours", hours).query(Recount.class).list();
  }

  List<Recount> all() {
    return jdbc.sql(ALL).query(Recount.class).list();
  }
}
