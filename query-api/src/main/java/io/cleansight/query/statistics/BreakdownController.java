package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
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

  private static final String LOCAL = "(hour_start AT TIME ZONE :time_zone)";
  private static final String BY_HOUR = "to_char(" + LOCAL + ", 'YYYY-MM-DD\"T\"HH24:00')";

  /** By what, as it is written in SQL; every key is a text that sorts as it is to be shown. */
  private static final Map<String, String> KEYS =
      Map.of(
          "hour",
          BY_HOUR,
          "day",
          "to_char(" + LOCAL + ", 'YYYY-MM-DD')",
          "hour_of_week",
          "to_char(" + LOCAL + ", 'ID HH24')",
          "shift",
          """
              (SELECT to_char(make_time(COALESCE(max(start) FILTER (WHERE start <= extract(hour FROM %s)), max(start)), 0, 0), 'HH24:MI')
               FROM unnest(CAST(:shifts AS int[])) AS start)"""
              .formatted(LOCAL),
          "camera",
          "camera_id");

  private static final String ZONES =
      """
      SELECT zone AS key, sum(total_persons) AS total_persons,
             sum(compliant_verdicts)::double precision / NULLIF(sum(compliant_verdicts + violating_verdicts), 0)
                                             AS compliance_rate
      """;

  private static final String TYPES =
      """
      SELECT violation_type, count(*) AS violations,
             count(*) FILTER (WHERE status = 'pending')        AS pending,
             count(*) FILTER (WHERE status = 'confirmed')      AS confirmed,
             count(*) FILTER (WHERE status = 'false_positive') AS false_positive,
             count(*) FILTER (WHERE status = 'resolved')       AS resolved
      FROM violation_events""";

  private final JdbcClient jdbc;
  private final Clock clock;

  BreakdownController(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A part of the whole.
   *
   * @param key an hour 2026-03-01T08:00, a day 2026-03-01, an hour of the week "1 08" (1 is
   *     Monday), a shift by its beginning 06:00, or a camera
   * @param complianceRate of the verdicts that say something, the share that is compliant
   * @param coverage of hours with any sign of the camera, the share of time in which it delivered a
   *     picture
   * @param staleFrames live frames that were skipped as newer ones waited
   * @param outdatedFrames frames of a run that a later one had replaced
   * @param workEntries people who began to work where steps must be done before
   * @param unknownWorkEntries of these, whose way to work was not seen without a gap: nothing is
   *     held against them
   */
  record Share(
      String key,
      long totalFrames,
      long totalPersons,
      long totalViolations,
      long staleFrames,
      long outdatedFrames,
      long workEntries,
      long unknownWorkEntries,
      @Nullable Double complianceRate,
      @Nullable Double coverage) {}

  /** A kind of zone. */
  record ZoneShare(String key, long totalPersons, @Nullable Double complianceRate) {}

  /** A kind of violation, and what became of them. */
  record TypeShare(
      String violationType,
      long violations,
      long pending,
      long confirmed,
      long falsePositive,
      long resolved) {}

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
    Parameters.oneOf("by", by, KEYS.keySet());
    ZoneId zone = Parameters.timeZone(timeZone);
    String starts = starts(shifts);
    TimeRange range = TimeRange.of(from, to, RECENT, clock);
    if (by.equals("hour")
        && Duration.between(range.from(), range.to()).compareTo(LONGEST_BY_HOUR) > 0) {
      throw new BadParameterException(
          "from", "at most " + LONGEST_BY_HOUR.toDays() + " days before to, by hour");
    }
    return Hours.select(
            "SELECT " + KEYS.get(by) + " AS key,\n" + StatisticsController.SUMS,
            caller,
            Parameters.camera(camera),
            range,
            zone)
        .with("shifts", starts)
        .ending("GROUP BY 1 ORDER BY 1")
        .on(jdbc)
        .query(Share.class)
        .list();
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
    TimeRange range = TimeRange.of(from, to, RECENT, clock);
    Sql sql =
        Hours.isOnTheHour(range)
            ? Sql.select(ZONES + "FROM statistics_zone_hourly").within("hour_start", range)
            : Sql.select(ZONES + "FROM statistics_zone_quarter_hourly")
                .within("quarter_start", range);
    return sql.seenBy(caller)
        .where("camera_id", Parameters.camera(camera))
        .ending("GROUP BY 1 ORDER BY 1")
        .on(jdbc)
        .query(ZoneShare.class)
        .list();
  }

  /** Violations by kind, and what became of them. */
  @GetMapping("/api/v1/statistics/breakdown/types")
  List<TypeShare> types(
      Caller caller,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to) {
    return Sql.select(TYPES)
        .seenBy(caller)
        .where("camera_id", Parameters.camera(camera))
        .within("timestamp", TimeRange.of(from, to, RECENT, clock))
        .ending("GROUP BY 1 ORDER BY 2 DESC, 1")
        .on(jdbc)
        .query(TypeShare.class)
        .list();
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
