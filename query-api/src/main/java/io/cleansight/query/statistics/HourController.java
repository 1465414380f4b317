package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.web.Cursor;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/statistics/hourly} and {@code /zones}, and under its first name {@code
 * /api/v1/records/statistics/{camera}}: the hours in UTC as they are kept, page by page.
 */
@RestController
class HourController {
  private static final Duration ONE_DAY = Duration.ofDays(1);

  private static final String HOURS =
      """
      SELECT camera_id, hour_start, total_frames, total_persons, total_hairnet_violations, total_violations,
             total_handwash_events, total_sanitize_events, stale_frames, outdated_frames, saved_frames,
             work_entries, unknown_work_entries, compliant_verdicts,
             violating_verdicts, unknown_verdicts, compliance_rate, coverage, avg_fps, avg_processing_time,
             min_processing_time, max_processing_time
      FROM statistics_hourly""";

  private static final String ZONES =
      """
      SELECT camera_id, zone, hour_start, total_persons, compliant_verdicts, violating_verdicts, unknown_verdicts,
             compliance_rate
      FROM statistics_zone_hourly""";

  private final JdbcClient jdbc;
  private final Clock clock;

  HourController(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** One hour of one camera; names as in the table. */
  record HourView(
      String cameraId,
      OffsetDateTime hourStart,
      long totalFrames,
      long totalPersons,
      long totalHairnetViolations,
      long totalViolations,
      long totalHandwashEvents,
      long totalSanitizeEvents,
      long staleFrames,
      long outdatedFrames,
      long savedFrames,
      long workEntries,
      long unknownWorkEntries,
      long compliantVerdicts,
      long violatingVerdicts,
      long unknownVerdicts,
      @Nullable Double complianceRate,
      double coverage,
      @Nullable Double avgFps,
      @Nullable Double avgProcessingTime,
      @Nullable Double minProcessingTime,
      @Nullable Double maxProcessingTime) {}

  /** One hour of one kind of zone in a camera's picture; names as in the table. */
  record ZoneView(
      String cameraId,
      String zone,
      OffsetDateTime hourStart,
      long totalPersons,
      long compliantVerdicts,
      long violatingVerdicts,
      long unknownVerdicts,
      @Nullable Double complianceRate) {}

  /** Hour by hour and camera by camera, newest first; the last day if not said otherwise. */
  @GetMapping("/api/v1/statistics/hourly")
  Page<HourView> hourly(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    return hours(
        caller,
        Parameters.camera(camera),
        TimeRange.of(from, to, ONE_DAY, clock),
        PageRequest.of(page, pageSize, cursor));
  }

  /** The hours of one camera, newest first: of the last day, week or month, 1d, 7d or 30d. */
  @GetMapping("/api/v1/records/statistics/{camera}")
  Page<HourView> ofCamera(
      Caller caller,
      @PathVariable String camera,
      @RequestParam(defaultValue = "1d") String period,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    return hours(
        caller,
        Parameters.camera(camera),
        Lately.hours(Lately.period(period), clock),
        PageRequest.of(page, pageSize, cursor));
  }

  /**
   * Hours of each kind of zone in a camera's picture, newest first; the last day if not said
   * otherwise.
   */
  @GetMapping("/api/v1/statistics/zones")
  Page<ZoneView> zones(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(name = "page_size", defaultValue = "20") int pageSize,
      @RequestParam(required = false) @Nullable String cursor) {
    PageRequest request = PageRequest.of(page, pageSize, cursor);
    List<ZoneView> rows =
        Sql.select(ZONES)
            .seenBy(caller)
            .where("camera_id", Parameters.camera(camera))
            .within("hour_start", TimeRange.of(from, to, ONE_DAY, clock))
            .newestFirst(request, "hour_start", List.of("camera_id", "zone"))
            .on(jdbc)
            .query(ZoneView.class)
            .list();
    return Page.of(
        rows,
        request,
        it -> new Cursor(it.hourStart().toInstant(), List.of(it.cameraId(), it.zone())));
  }

  private Page<HourView> hours(
      Caller caller, @Nullable String camera, TimeRange range, PageRequest request) {
    List<HourView> rows =
        Sql.select(HOURS)
            .seenBy(caller)
            .where("camera_id", camera)
            .within("hour_start", range)
            .newestFirst(request, "hour_start", List.of("camera_id"))
            .on(jdbc)
            .query(HourView.class)
            .list();
    return Page.of(
        rows, request, it -> new Cursor(it.hourStart().toInstant(), List.of(it.cameraId())));
  }
}
