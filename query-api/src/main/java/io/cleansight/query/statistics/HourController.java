package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.statistics.HourReader.HourView;
import io.cleansight.query.statistics.HourReader.ZoneView;
import io.cleansight.query.web.Cursor;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  private final HourReader statistics;
  private final Clock clock;

  HourController(HourReader statistics, Clock clock) {
    this.statistics = statistics;
    this.clock = clock;
  }

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
        statistics.zones(
            caller, Parameters.camera(camera), TimeRange.of(from, to, ONE_DAY, clock), request);
    return Page.of(
        rows,
        request,
        it -> new Cursor(it.hourStart().toInstant(), List.of(it.cameraId(), it.zone())));
  }

  private Page<HourView> hours(
      Caller caller, @Nullable String camera, TimeRange range, PageRequest request) {
    List<HourView> rows = statistics.hours(caller, camera, range, request);
    return Page.of(
        rows, request, it -> new Cursor(it.hourStart().toInstant(), List.of(it.cameraId())));
  }
}
