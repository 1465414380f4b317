package io.cleansight.persistence.statistics;

import static java.util.stream.Collectors.joining;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Adds the quarters of hours up, and compares them with the hours: one statement for each rollup.
 */
@Repository
class QuarterReader {
  /** Sums of fractions depend on the order in which they were added. */
  private static final String ROUNDING = "1e-6";

  private final JdbcClient jdbc;

  QuarterReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Difference(
      String cameraId,
      OffsetDateTime hourStart,
      String zone,
      String name,
      @Nullable Double said,
      @Nullable Double added) {
    @Override
    public String toString() {
      return "%s of %s%s in the hour from %s is %s, its quarters add up to %s"
          .formatted(
              name,
              cameraId,
              zone.isEmpty() ? "" : " (" + zone + ")",
              hourStart.toInstant(),
              said,
              added);
    }
  }

  /** The differences of some hours, picked at random, in words. */
  List<String> some(int most) {
    return differences(" ORDER BY random() LIMIT " + most);
  }

  /** Those of all hours, and of quarters whose hour is missing. */
  List<String> all() {
    return differences("");
  }

  private List<String> differences(String picked) {
    return Stream.of(
            statement(Rollup.HOURS, Rollup.QUARTERS, picked),
            statement(Rollup.ZONE_HOURS, Rollup.ZONE_QUARTERS, picked))
        .flatMap(sql -> jdbc.sql(sql).query(Difference.class).list().stream())
        .map(Difference::toString)
        .toList();
  }

  private static String statement(Rollup hours, Rollup quarters, String picked) {
    List<Measure> measures = hours.measures();
    String zone = hours.ofZones() ? "zone" : "''";
    String columns = measures.stream().map(Measure::column).collect(joining(", "));
    String present =
        "SELECT camera_id, hour_start, %s AS zone, %s FROM %s%s"
            .formatted(zone, columns, hours.table(), picked);
    String missing =
        """
         UNION ALL
        SELECT DISTINCT camera_id, date_trunc('hour', quarter_start, 'UTC'), %s, %s FROM %s AS quarter
        WHERE NOT EXISTS (
          SELECT FROM %s AS hour WHERE hour.camera_id = quarter.camera_id AND %s
            AND hour.hour_start = date_trunc('hour', quarter.quarter_start, 'UTC'))"""
            .formatted(
                zone,
                measures.stream().map(it -> "NULL::" + it.type()).collect(joining(", ")),
                quarters.table(),
                hours.table(),
                hours.ofZones() ? "hour.zone = quarter.zone" : "true");
    return """
        WITH hour AS (%s)
        SELECT hour.camera_id, hour.hour_start, hour.zone, measure.name, measure.said, measure.added
        FROM hour
        CROSS JOIN LATERAL (
          SELECT %s FROM %s AS quarter
          WHERE quarter.camera_id = hour.camera_id AND %s AND quarter.quarter_start >= hour.hour_start
            AND quarter.quarter_start < hour.hour_start + interval '1 hour') AS sum
        CROSS JOIN LATERAL (VALUES %s) AS measure (name, said, added)
        WHERE measure.said IS DISTINCT FROM measure.added
          AND COALESCE(abs(measure.said - measure.added) > %s * abs(measure.said), true)
        """
        .formatted(
            picked.isEmpty() ? present + missing : present,
            measures.stream()
                .map(it -> it.aggregate() + " AS " + it.column())
                .collect(joining(", ")),
            quarters.table(),
            hours.ofZones() ? "quarter.zone = hour.zone" : "true",
            measures.stream()
                .map(it -> "('%1$s', hour.%1$s::float8, sum.%1$s::float8)".formatted(it.column()))
                .collect(joining(", ")),
            ROUNDING);
  }
}
