package io.cleansight.query.export;

import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * {@code /api/v1/export/{table}.csv} and {@code .xlsx}: violations, detection-records, statistics,
 * alerts. Rows go from the database's cursor to the client, so memory does not grow with the
 * export. Four at a time. Times are told in the time zone that is asked for.
 */
@RestController
class ExportController {
  private static final Duration RECENT = Duration.ofDays(7);
  private static final Set<String> FORMATS = Set.of("csv", "xlsx");
  private static final int FETCH = 500;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Audit audit;
  private final Clock clock;
  private final Semaphore seats = new Semaphore(4);

  ExportController(
      JdbcClient jdbc, PlatformTransactionManager transactions, Audit audit, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setReadOnly(true); // and with it a cursor, where the driver would read it all
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
    if (!seats.tryAcquire()) {
      throw new ResponseStatusException(
          HttpStatus.TOO_MANY_REQUESTS, "four exports are under way; try again when one is over");
    }
    audit.note(caller, "records_exported", table + " " + range.from() + " " + range.to(), camera);
    StreamingResponseBody body =
        out -> {
          try {
            write(wanted, format, caller, camera, range, zone, out);
          } finally {
            seats.release();
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

  private void write(
      Table table,
      String format,
      Caller caller,
      @Nullable String camera,
      TimeRange range,
      ZoneId zone,
      OutputStream out) {
    DateTimeFormatter times = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(zone);
    transaction.executeWithoutResult(
        _ ->
            table
                .sql(caller, camera, range)
                .on(jdbc)
                .withFetchSize(FETCH)
                .query(
                    rows -> {
                      try (Sheet sheet = sheet(table, format, rows, out)) {
                        while (rows.next()) {
                          sheet.row(cells(rows, times));
                        }
                        return true;
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
  }

  private static Sheet sheet(Table table, String format, ResultSet rows, OutputStream out)
      throws SQLException, IOException {
    var names = new ArrayList<String>();
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      names.add(rows.getMetaData().getColumnLabel(column));
    }
    return format.equals("csv")
        ? new Sheet.Csv(out, names)
        : new Sheet.Xlsx(out, table.name(), names);
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
