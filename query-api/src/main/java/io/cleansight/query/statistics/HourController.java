package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.statistics.HourReader.HourView;
import io.cleansight.query.statistics.HourReader.ZoneView;
import io.cleansight.query.web.Cursor;
import io.cleansight.query.web.Page;
import io.cleansight.query.web.PageQuery;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.PeriodQuery;
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

  private final HourReader hours;
  private final Clock clock;

  HourController(HourReader hours, Clock clock) {
    this.hours = hours;
    this.clock = clock;
  }

  /** Hour by hour and camera by camera, newest first; the last day if not said otherwise. */
  @GetMapping("/api/v1/statistics/hourly")
  Page<HourView> hourly(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      PeriodQuery period,
      PageQuery part) {
    return page(caller, camera, period.range(ONE_DAY, clock), part);
  }

  /** The hours of one camera, newest first: of the last day, week or month, 1d, 7d or 30d. */
  @GetMapping("/api/v1/records/statistics/{camera}")
  Page<HourView> ofCamera(
      Caller caller,
      @PathVariable String camera,
      @RequestParam(defaultValue = "1d") String period,
      PageQuery part) {
    return page(caller, camera, Lately.hours(Lately.period(period), clock), part);
  }

  /**
   * Hours of each kind of zone in a camera's picture, newest first; the last day if not said
   * otherwise.
   */
  @GetMapping("/api/v1/statistics/zones")
  Page<ZoneView> zones(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      PeriodQuery period,
      PageQuery part) {
    PageRequest request = part.request();
    TimeRange range = period.range(ONE_DAY, clock);
    return Page.of(
        hours.zones(caller, Parameters.camera(camera), range, request),
        request,
        it -> new Cursor(it.hourStart().toInstant(), List.of(it.cameraId(), it.zone())));
  }

  private Page<HourView> page(
      Caller caller, @Nullable String camera, TimeRange range, PageQuery part) {
    PageRequest request = part.request();
    return Page.of(
        hours.hours(caller, Parameters.camera(camera), range, request),
        request,
        it -> new Cursor(it.hourStart().toInstant(), List.of(it.cameraId())));
  }
}
