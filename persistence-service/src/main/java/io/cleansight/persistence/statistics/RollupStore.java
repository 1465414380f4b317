package io.cleansight.persistence.statistics;

import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Adds to the hours and to their quarters, of cameras and of their zones: each in one statement, in
 * this order, and within it in the order of buckets, so that no two transactions deadlock.
 */
@Repository
public class RollupStore {
  private final JdbcTemplate jdbc;

  RollupStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds what was counted; within the transaction. */
  public void add(RollupBatch batch) {
    add(batch.hours(), Rollup.HOURS, Rollup.ZONE_HOURS);
    add(batch.quarters(), Rollup.QUARTERS, Rollup.ZONE_QUARTERS);
  }

  private void add(
      SortedMap<Bucket, Map<Measure, Double>> buckets, Rollup ofCameras, Rollup ofZones) {
    var rows = List.copyOf(buckets.entrySet());
    add(ofCameras, rows.stream().filter(row -> !row.getKey().isOfZone()).toList());
    add(ofZones, rows.stream().filter(row -> row.getKey().isOfZone()).toList());
  }

  private void add(Rollup rollup, List<Map.Entry<Bucket, Map<Measure, Double>>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.update(
        connection -> {
          var columns = new Columns(connection, connection.prepareStatement(statement(rollup)));
          columns.set("text", rows.stream().map(it -> it.getKey().camera()));
          columns.set("timestamptz", rows.stream().map(it -> it.getKey().start().atOffset(UTC)));
          if (rollup.ofZones()) {
            columns.set("text", rows.stream().map(it -> it.getKey().zone()));
          }
          for (Measure measure : rollup.measures()) {
            Stream<Double> values =
                rows.stream().map(it -> it.getValue().getOrDefault(measure, measure.none()));
            columns.set("float8", values.map(RollupStore::orNull));
          }
          return columns.statement;
        });
  }

  /** A statement's arrays, one after the other. */
  private static final class Columns {
    private final Connection connection;
    private final PreparedStatement statement;
    private int place;

    Columns(Connection connection, PreparedStatement statement) {
      this.connection = connection;
      this.statement = statement;
    }

    void set(String type, Stream<?> values) throws SQLException {
      statement.setArray(++place, connection.createArrayOf(type, values.toArray()));
    }
  }

  @SuppressWarnings("NullAway") // SQL's NULL, within an array
  private static Double orNull(Double value) {
    return value.isNaN() ? null : value;
  }

  private static String statement(Rollup rollup) {
    String keys = String.join(", ", rollup.keys());
    List<Measure> measures = rollup.measures();
    return """
        INSERT INTO %s AS bucket (%s, %s)
        SELECT %s, %s FROM unnest(%s) AS added (%s, %s)
        ON CONFLICT (%s) DO UPDATE SET %s"""
        .formatted(
            rollup.table(),
            keys,
            measures.stream().map(Measure::column).collect(joining(", ")),
            keys,
            measures.stream().map(it -> it.column() + "::" + it.type()).collect(joining(", ")),
            String.join(", ", Collections.nCopies(rollup.keys().size() + measures.size(), "?")),
            keys,
            measures.stream().map(Measure::column).collect(joining(", ")),
            keys,
            measures.stream().map(Measure::assignment).collect(joining(", ")));
  }
}
