package io.cleansight.query.export;

import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.Seats;
import io.cleansight.query.web.TimeRange;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * {@code /api/v1/export/{table}.csv} and {@code .xlsx}: violations, detection-records, statistics,
 * alerts. Rows are read page by page, each in a moment: memory does not grow with the export, and
 * however slowly a client reads, it holds no connection to the database and no lock in it. What is
 * written meanwhile, before where the export has come to, is not in it. {@link #OF_ONE} at a time
 * of one caller. Times are told in the time zone that is asked for.
 */
@RestController
class ExportController {
  private static final Duration RECENT = Duration.ofDays(7);
  private static final Set<String> FORMATS = Set.of("csv", "xlsx");
  private static final int PAGE = 2000;
  private static final int OF_ONE = 2;
  private static final int OF_ALL = 8;

  private final JdbcClient jdbc;
  private final Audit audit;
  private final Clock clock;
  private final Seats seats = new Seats(OF_ONE, OF_ALL);

  ExportController(JdbcClient jdbc, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The record as a file, csv or xlsx: violations, detection-records, statistics or alerts, by
   * time.
   */
  @GetMapping("/api/v1/export/{table}.{format}")
  ResponseEntity<StreamingResponseBody> export(
      Caller caller,
      HttpServletRequest request,
      @PathVariable String table,
      @PathVariable String format,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(name = "time_zone", defaultValue = "UTC") String timeZone) {
    Table wanted = Table.ALL.get(table);
    if (wanted == null) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "no export " + table + "; there are " + Table.ALL.keySet());
    }
    Parameters.oneOf("format", format, FORMATS);
    Parameters.camera(camera);
    ZoneId zone = Parameters.timeZone(timeZone);
    TimeRange range = TimeRange.of(from, to, RECENT, clock);
    Seats.Seat seat = seats.take(caller, "exports");
    try {
      audit.note(caller, "records_exported", table + " " + range.from() + " " + range.to(), camera);
      WebAsyncUtils.getAsyncManager(request).registerCallableInterceptor(table, atTheEnd(seat));
    } catch (RuntimeException e) {
      seat.close();
      throw e;
    }
    StreamingResponseBody body =
        out -> {
          try (seat) {
            write(wanted, format, caller, camera, range, zone, out);
          }
        };
    return ResponseEntity.ok()
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"" + table + "." + format + "\"")
        .contentType(
            format.equals("csv")
                ? MediaType.parseMediaType("text/csv;charset=UTF-8")
                : MediaType.parseMediaType(
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
        .body(body);
  }

  /** Also where the body is never written: the client went, or time was up. */
  private static CallableProcessingInterceptor atTheEnd(Seats.Seat seat) {
    return new CallableProcessingInterceptor() {
      @Override
      public <T> void afterCompletion(NativeWebRequest request, Callable<T> task) {
        seat.close();
      }
    };
  }

  /**
   * Rows that follow on each other.
   *
   * @param last place of the last; null: there are none
   */
  private record Rows(
      List<String> columns, List<List<@Nullable Object>> cells, Table.@Nullable Place last) {}

  private void write(
      Table table,
      String format,
      Caller caller,
      @Nullable String camera,
      TimeRange range,
      ZoneId zone,
      OutputStream out)
      throws IOException {
    DateTimeFormatter times = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone);
    Rows rows = read(table, caller, camera, range, null, times);
    try (Sheet sheet = sheet(table, format, rows.columns(), out)) {
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

  private static Sheet sheet(Table table, String format, List<String> columns, OutputStream out)
      throws IOException {
    return format.equals("csv")
        ? new Sheet.Csv(out, columns)
        : new Sheet.Xlsx(out, table.name(), columns);
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
