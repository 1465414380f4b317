package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.statistics.KindReader.TypeShare;
import io.cleansight.query.statistics.KindReader.ZoneShare;
import io.cleansight.query.statistics.StatisticsReader.Share;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.PeriodQuery;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/statistics/breakdown}: the hours added up by hour, day, hour of the week, shift,
 * shift of a day, camera or zone, in the caller's time zone; and violations by what became of them.
 */
@RestController
class BreakdownController {
  private static final Duration RECENT = Duration.ofDays(7);
  private static final Duration LONGEST_BY_HOUR = Duration.ofDays(35);

  private final StatisticsReader statistics;
  private final KindReader kinds;
  private final Clock clock;

  BreakdownController(StatisticsReader statistics, KindReader kinds, Clock clock) {
    this.statistics = statistics;
    this.kinds = kinds;
    this.clock = clock;
  }

  /**
   * Hours added up by hour, day, hour_of_week, shift, dated_shift or camera, in a time zone. From
   * and to count to the quarter of an hour: each quarter belongs to the range in which it begins.
   */
  @GetMapping("/api/v1/statistics/breakdown")
  List<Share> breakdown(Caller caller, BreakdownQuery query, PeriodQuery period) {
    TimeRange range = period.range(RECENT, clock);
    if (query.isByHour()
        && Duration.between(range.from(), range.to()).compareTo(LONGEST_BY_HOUR) > 0) {
      throw new BadParameterException(
          "from", "at most " + LONGEST_BY_HOUR.toDays() + " days before to, by hour");
    }
    return statistics.shares(caller, query, range);
  }

  /**
   * People and their compliance by kind of zone, in the quarters of hours that begin in the range.
   */
  @GetMapping("/api/v1/statistics/breakdown/zones")
  List<ZoneShare> zones(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      PeriodQuery period) {
    return kinds.zones(caller, Parameters.camera(camera), period.range(RECENT, clock));
  }

  /** Violations by kind, and what became of them. */
  @GetMapping("/api/v1/statistics/breakdown/types")
  List<TypeShare> types(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      PeriodQuery period) {
    return kinds.types(caller, Parameters.camera(camera), period.range(RECENT, clock));
  }
}
