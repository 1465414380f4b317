package io.cleansight.query.export;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Seats;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
  private static final int OF_ONE = 2;
  private static final int OF_ALL = 8;

  private final TableReader tables;
  private final Audit audit;
  private final Clock clock;
  private final Seats seats = new Seats(OF_ONE, OF_ALL);

  ExportController(TableReader tables, Audit audit, Clock clock) {
    this.tables = tables;
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
  static CallableProcessingInterceptor atTheEnd(Seats.Seat seat) {
    return new CallableProcessingInterceptor() {
      @Override
      public <T> void afterCompletion(NativeWebRequest request, Callable<T> task) {
        seat.close();
      }
    };
  }

  private void write(
      Table table,
      String format,
      Caller caller,
      @Nullable String camera,
      TimeRange range,
      ZoneId zone,
      OutputStream out)
      throws IOException {
    tables.write(
        table,
        caller,
        camera,
        range,
        zone,
        columns ->
            format.equals("csv")
                ? new Sheet.Csv(out, columns)
                : new Sheet.Xlsx(out, table.name(), columns));
  }
}
