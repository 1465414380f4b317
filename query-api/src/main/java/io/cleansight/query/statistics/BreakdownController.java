package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.statistics.StatisticsReader.Share;
import io.cleansight.query.statistics.StatisticsReader.TypeShare;
import io.cleansight.query.statistics.StatisticsReader.ZoneShare;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/statistics/breakdown}: the hours added up by hour, day, hour of the week, shift,
 * camera or zone, in the caller's time zone; and violations by what became of them.
 */
@RestController
class BreakdownController {
  private static final Duration RECENT = Duration.ofDays(7);
  private static final Duration LONGEST_BY_HOUR = Duration.ofDays(35);
  private static final int MOST_SHIFTS = 6;

  private final StatisticsReader statistics;
  private final Clock clock;

  BreakdownController(StatisticsReader statistics, Clock clock) {
    this.statistics = statistics;
    this.clock = clock;
  }

  /**
   * Hours added up by hour, day, hour_of_week, shift or camera, in a time zone. From and to count
   * to the quarter of an hour: each quarter belongs to the range in which it begins.
   */
  @GetMapping("/api/v1/statistics/breakdown")
  List<Share> breakdown(
      Caller caller,
      @RequestParam(defaultValue = "day") String by,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(name = "time_zone", defaultValue = "UTC") String timeZone,
      @RequestParam(defaultValue = "6,14,22") String shifts) {
    Parameters.oneOf("by", by, StatisticsReader.KEYS.keySet());
    ZoneId zone = Parameters.timeZone(timeZone);
    String starts = starts(shifts);
    TimeRange range = TimeRange.of(from, to, RECENT, clock);
    if (by.equals("hour")
        && Duration.between(range.from(), range.to()).compareTo(LONGEST_BY_HOUR) > 0) {
      throw new BadParameterException(
          "from", "at most " + LONGEST_BY_HOUR.toDays() + " days before to, by hour");
    }
    return statistics.shares(
        caller, new StatisticsReader.Breakdown(by, starts, zone), Parameters.camera(camera), range);
  }

  /**
   * People and their compliance by kind of zone, in the quarters of hours that begin in the range.
   */
  @GetMapping("/api/v1/statistics/breakdown/zones")
  List<ZoneShare> zones(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    return statistics.zones(
        caller, Parameters.camera(camera), TimeRange.of(from, to, RECENT, clock));
  }

  /** Violations by kind, and what became of them. */
  @GetMapping("/api/v1/statistics/breakdown/types")
  List<TypeShare> types(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    return statistics.types(
        caller, Parameters.camera(camera), TimeRange.of(from, to, RECENT, clock));
  }

  /** The hours at which shifts begin, as PostgreSQL writes an array. */
  private static String starts(String shifts) {
    String[] hours = shifts.split(",", -1);
    if (hours.length > MOST_SHIFTS
        || !Arrays.stream(hours).allMatch(hour -> hour.matches("[01]?\\d|2[0-3]"))) {
      throw new BadParameterException(
          "shifts", "1 to " + MOST_SHIFTS + " hours from 0 to 23, separated by commas");
    }
    return Arrays.stream(hours).collect(Collectors.joining(",", "{", "}"));
  }
}
