package io.cleansight.query.export;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Seats;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.web.PeriodQuery;
import io.cleansight.query.web.TimeRange;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
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
      ExportQuery query,
      PeriodQuery period) {
    Table wanted = table(table);
    SheetFormat written = SheetFormat.of(format);
    TimeRange range = period.range(RECENT, clock);
    var selection = new Selection(wanted, caller, query.camera(), range);
    StreamingResponseBody body =
        SeatedBody.of(
            request,
            seats.take(caller, "exports"),
            () ->
                audit.note(
                    caller,
                    AuditAction.RECORDS_EXPORTED,
                    table + " " + range.from() + " " + range.to(),
                    query.camera()),
            out ->
                tables.write(
                    selection, query.zone(), columns -> written.begin(out, wanted, columns)));
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(wanted, written))
        .contentType(written.mediaType())
        .body(body);
  }

  private static Table table(String name) {
    Table table = TableReader.ALL.get(name);
    if (table == null) {
      throw new ResponseStatusException(
          HttpStatus.NOT_FOUND, "no export " + name + "; there are " + TableReader.ALL.keySet());
    }
    return table;
  }

  private static String attachment(Table table, SheetFormat format) {
    return "attachment; filename=\"" + table.name() + "." + format.ending() + "\"";
  }
}
