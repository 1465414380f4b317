package io.cleansight.query.report;

import static java.time.ZoneOffset.UTC;

import io.cleansight.query.access.Caller;
import io.cleansight.query.report.Coverage.Expected;
import io.cleansight.query.report.Coverage.Seen;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.TimeRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads of which cameras pictures were expected, and for how long there were some. */
@Repository
class CoverageReader {
  /**
   * Live ones that are set and on, or that have spoken since the time began; recorded files have
   * the times of the file. Nothing is expected before the first sign of a camera.
   */
  private static final String EXPECTED =
      """
      SELECT camera_id, since FROM (
        SELECT COALESCE(status.camera_id, setting.id) AS camera_id,
               LEAST(setting.set_at, status.epoch, (
                 SELECT min(quarter_start) FROM statistics_quarter_hourly
                 WHERE camera_id = COALESCE(status.camera_id, setting.id))) AS since
        FROM camera_status AS status FULL JOIN cameras AS setting ON setting.id = status.camera_id
        WHERE COALESCE(setting.enabled, true) AND COALESCE(status.source_kind, 'live') = 'live'
          AND COALESCE(status.state, '') NOT IN ('off', 'finished')
          AND (setting.id IS NOT NULL OR status.at >= :begin)) AS camera""";

  private static final String SEEN =
      "SELECT camera_id, quarter_start, seen_seconds FROM statistics_quarter_hourly";

  private final JdbcClient jdbc;

  CoverageReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of whole quarters of hours. */
  Coverage coverage(Caller caller, TimeRange range) {
    var cameras =
        Sql.select(EXPECTED)
            .seenBy(caller)
            .where(true, "since < :end")
            .with("begin", range.from().atOffset(UTC))
            .with("end", range.to().atOffset(UTC))
            .ending("ORDER BY camera_id")
            .on(jdbc)
            .query((row, _) -> new Expected(row.getString("camera_id"), instant(row, "since")))
            .list();
    var seen =
        Sql.select(SEEN)
            .seenBy(caller)
            .within("quarter_start", range)
            .on(jdbc)
            .query(
                (row, _) ->
                    new Seen(
                        row.getString("camera_id"),
                        instant(row, "quarter_start"),
                        row.getDouble("seen_seconds")))
            .list();
    return Coverage.of(cameras, seen, range.from(), range.to());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
