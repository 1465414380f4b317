package io.cleansight.persistence.statistics;

import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** Adds to the hours, of cameras and of their zones, each in one statement. */
@Repository
public class HourStore {
  private static final List<Measure> ZONE_MEASURES =
      Measure.all().stream().filter(Measure.OF_ZONES::contains).toList();
  private static final String ADD =
      statement("statistics_hourly", "camera_id, hour_start", Measure.all());
  private static final String ADD_ZONES =
      statement("statistics_zone_hourly", "camera_id, hour_start, zone", ZONE_MEASURES);

  private final JdbcTemplate jdbc;

  HourStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds what was counted; in the order of the hours, so that no two transactions deadlock. */
  public void add(Tally tally) {
    var rows = List.copyOf(tally.hours().entrySet());
    add(ADD, rows.stream().filter(row -> !row.getKey().isOfZone()).toList(), Measure.all(), false);
    add(
        ADD_ZONES,
        rows.stream().filter(row -> row.getKey().isOfZone()).toList(),
        ZONE_MEASURES,
        true);
  }

  private void add(
      String sql,
      List<Map.Entry<Hour, Map<Measure, Double>>> rows,
      List<Measure> measures,
      boolean ofZones) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.update(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(sql);
          int place = 1;
          set(
              connection,
              statement,
              place++,
              "text",
              rows.stream().map(it -> it.getKey().camera()));
          set(
              connection,
              statement,
              place++,
              "timestamptz",
              rows.stream().map(it -> it.getKey().start().atOffset(UTC)));
          if (ofZones) {
            set(
                connection,
                statement,
                place++,
                "text",
                rows.stream().map(it -> it.getKey().zone()));
          }
          for (Measure measure : measures) {
            Stream<Double> values =
                rows.stream().map(it -> it.getValue().getOrDefault(measure, measure.none()));
            set(connection, statement, place++, "float8", values.map(HourStore::orNull));
          }
          return statement;
        });
  }

  private static void set(
      Connection connection, PreparedStatement statement, int place, String type, Stream<?> values)
      throws SQLException {
    statement.setArray(place, connection.createArrayOf(type, values.toArray()));
  }

  @SuppressWarnings("NullAway") // SQL's NULL, within an array
  private static Double orNull(Double value) {
    return value.isNaN() ? null : value;
  }

  private static String statement(String table, String keys, List<Measure> measures) {
    int arrays = keys.split(",", -1).length + measures.size();
    return """
        INSERT INTO %s AS hour (%s, %s)
        SELECT %s, %s FROM unnest(%s) AS added (%s, %s)
        ON CONFLICT (%s) DO UPDATE SET %s"""
        .formatted(
            table,
            keys,
            measures.stream().map(Measure::column).collect(joining(", ")),
            keys,
            measures.stream().map(it -> it.column() + "::" + it.type()).collect(joining(", ")),
            String.join(", ", java.util.Collections.nCopies(arrays, "?")),
            keys,
            measures.stream().map(Measure::column).collect(joining(", ")),
            keys,
            measures.stream().map(Measure::assignment).collect(joining(", ")));
  }
}
