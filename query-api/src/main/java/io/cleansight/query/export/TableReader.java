package io.cleansight.query.export;

import io.cleansight.query.access.Caller;
import io.cleansight.query.web.TimeRange;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
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

  /** Writes every row that the caller may see, and closes the sheet. */
  void write(
      Table table,
      Caller caller,
      @Nullable String camera,
      TimeRange range,
      ZoneId zone,
      Begin begin)
      throws IOException {
    DateTimeFormatter times = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone);
    Rows rows = read(table, caller, camera, range, null, times);
    try (Sheet sheet = begin.sheet(rows.columns())) {
      while (rows.last() != null) {
        for (List<@Nullable Object> row : rows.cells()) {
          sheet.row(row);
        }
        rows = read(table, caller, camera, range, rows.last(), times);
      }
    }
  }

  private Rows read(
      Table table,
      Caller caller,
      @Nullable String camera,
      TimeRange range,
      Table.@Nullable Place after,
      DateTimeFormatter times) {
    return table
        .page(caller, camera, range, after, PAGE)
        .on(jdbc)
        .query(
            (ResultSet found) -> {
              var cells = new ArrayList<List<@Nullable Object>>();
              Table.Place last = null;
              while (found.next()) {
                cells.add(cells(found, times));
                last =
                    new Table.Place(
                        found.getObject(table.time(), OffsetDateTime.class),
                        found.getObject(table.key()));
              }
              return new Rows(columns(found), cells, last);
            });
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
