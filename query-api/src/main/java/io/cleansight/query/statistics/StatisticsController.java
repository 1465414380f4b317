package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.statistics.StatisticsReader.DayView;
import io.cleansight.query.statistics.StatisticsReader.Sums;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/statistics} and, under its first name, {@code /api/v1/records/statistics}. Hours
 * and days are UTC.
 */
@RestController
class StatisticsController {
  private static final int MOST_DAYS = 400;

  private final StatisticsReader statistics;
  private final Clock clock;

  StatisticsController(StatisticsReader statistics, Clock clock) {
    this.statistics = statistics;
    this.clock = clock;
  }

  /**
   * The last day, week or month added up: 1d, 7d or 30d before now, in quarters of hours that begin
   * in that time.
   */
  @GetMapping({"/api/v1/statistics/summary", "/api/v1/records/statistics/summary"})
  Sums summary(
      Caller caller,
      @RequestParam(defaultValue = "1d") String period,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera) {
    return statistics.sums(
        caller, Parameters.camera(camera), Lately.exactly(Lately.period(period), clock));
  }

  /** The last hour added up: the quarters that began no longer ago. */
  @GetMapping("/api/v1/statistics/realtime")
  Sums realtime(Caller caller) {
    return statistics.sums(caller, null, Lately.exactly(Duration.ofHours(1), clock));
  }

  /** Day by day in UTC, newest first; up to 400 days. */
  @GetMapping("/api/v1/statistics/daily")
  List<DayView> daily(
      Caller caller,
      @RequestParam(defaultValue = "30") int days,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera) {
    if (days < 1 || days > MOST_DAYS) {
      throw new BadParameterException("days", "1 to " + MOST_DAYS);
    }
    return statistics.days(
        caller, Parameters.camera(camera), Lately.hours(Duration.ofDays(days), clock));
  }
}
