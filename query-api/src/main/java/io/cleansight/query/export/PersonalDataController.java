package io.cleansight.query.export;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Seats;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.violation.Pictures;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.PeriodQuery;
import io.cleansight.query.web.TimeRange;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * {@code /api/v1/personal-data.zip}, for admins: everything that is kept of a camera and a time,
 * for somebody who is in it and asks.
 */
@RestController
class PersonalDataController {
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int OF_ONE = 1;
  private static final int OF_ALL = 2;

  private final TableReader tables;
  private final Pictures pictures;
  private final Audit audit;
  private final Clock clock;
  private final Seats seats = new Seats(OF_ONE, OF_ALL);

  PersonalDataController(TableReader tables, Pictures pictures, Audit audit, Clock clock) {
    this.tables = tables;
    this.pictures = pictures;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What is kept of people, of one camera and a time of 31 days at most: violations, what was
   * decided about them, hand washes and sanitisations and records of frames as CSV, and the
   * pictures and clips with every head hidden, each of which is in the audit. A clip that was kept
   * only as it came is in the list of clips alone.
   */
  @GetMapping("/api/v1/personal-data.zip")
  ResponseEntity<StreamingResponseBody> all(
      Caller caller,
      HttpServletRequest request,
      @RequestParam(name = "camera_id") String camera,
      PeriodQuery period) {
    Parameters.camera(camera);
    caller.mustSee(List.of(camera), List.of());
    TimeRange range = range(period);
    String address = request.getRemoteAddr();
    StreamingResponseBody body =
        SeatedBody.of(
            request,
            seats.take(caller, "exports of personal data"),
            () ->
                audit.note(
                    caller,
                    AuditAction.PERSONAL_DATA_EXPORTED,
                    camera + " " + range.from() + " " + range.to(),
                    camera),
            out -> write(caller, camera, range, address, out));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"personal-data.zip\"")
        .contentType(MediaType.parseMediaType("application/zip"))
        .body(body);
  }

  private TimeRange range(PeriodQuery period) {
    if (period.from() == null || period.to() == null) {
      throw new BadParameterException(period.from() == null ? "from" : "to", "given");
    }
    TimeRange range = period.range(LONGEST, clock);
    if (Duration.between(range.from(), range.to()).compareTo(LONGEST) > 0) {
      throw new BadParameterException("from", "at most " + LONGEST.toDays() + " days before to");
    }
    return range;
  }

  private void write(
      Caller caller, String camera, TimeRange range, String address, OutputStream out)
      throws IOException {
    try (var zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (Table table : TableReader.OF_PEOPLE) {
        zip.putNextEntry(new ZipEntry(table.name() + ".csv"));
        tables.write(
            new Selection(table, caller, camera, range),
            ZoneOffset.UTC,
            columns -> new Sheet.Csv(new KeptOpen(zip), columns));
        zip.closeEntry();
      }
      pictures.eachHidden(
          caller,
          camera,
          range,
          address,
          (name, content) -> {
            zip.putNextEntry(new ZipEntry(name));
            content.transferTo(zip);
            zip.closeEntry();
          });
    }
  }

  /** A sheet closes what it writes to; the archive goes on. */
  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
