package io.cleansight.query.statistics;

import static java.time.ZoneOffset.UTC;

import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * From which table hours are taken: hours in UTC, where a time zone's hours are the same and the
 * range begins and ends with one; else the hours of that time zone are put together from quarters,
 * of those that lie in the range. A quarter belongs to the range in which it begins, so that ranges
 * that follow on each other add up.
 */
final class Hours {
  private static final long HOUR_SECONDS = 3600;
  private static final long QUARTER_SECONDS = 900;

  /** Rows as statistics_hourly has them; the first and last hour may be cut short by the range. */
  private static final String OF_QUARTERS =
      """
      (
        SELECT camera_id, hour_start,
               sum(total_frames) AS total_frames, sum(total_persons) AS total_persons,
               sum(total_hairnet_violations) AS total_hairnet_violations, sum(total_violations) AS total_violations,
               sum(total_handwash_events) AS total_handwash_events,
               sum(total_sanitize_events) AS total_sanitize_events, sum(stale_frames) AS stale_frames,
               sum(outdated_frames) AS outdated_frames, sum(work_entries) AS work_entries,
               sum(unknown_work_entries) AS unknown_work_entries, sum(compliant_verdicts) AS compliant_verdicts,
               sum(violating_verdicts) AS violating_verdicts, sum(unknown_verdicts) AS unknown_verdicts,
               sum(fps_sum) AS fps_sum, sum(processing_time_sum) AS processing_time_sum,
               LEAST(1, sum(seen_seconds) / extract(epoch FROM
                 LEAST(hour_start + interval '1 hour', :to) - GREATEST(hour_start, :from))::double precision) AS coverage
        FROM (
          SELECT *, date_trunc('hour', quarter_start, :time_zone) AS hour_start FROM statistics_quarter_hourly
          WHERE quarter_start >= :from AND quarter_start < :to) AS quarter
        GROUP BY camera_id, hour_start) AS hours""";

  private Hours() {}

  /**
   * A query over the hours of that range.
   *
   * @param select what of {@code statistics_hourly}, up to FROM
   */
  static Sql select(
      String select, Caller caller, @Nullable String camera, TimeRange range, ZoneId zone) {
    boolean asKept = isOnTheHour(range) && hasWholeHours(zone, range);
    Sql sql =
        asKept
            ? Sql.select(select + "FROM statistics_hourly").within("hour_start", range)
            : Sql.select(select + "FROM " + OF_QUARTERS)
                .with("from", quarterFrom(range.from()).atOffset(UTC))
                .with("to", quarterFrom(range.to()).atOffset(UTC));
    return sql.with("time_zone", zone.getId()).seenBy(caller).where("camera_id", camera);
  }

  static boolean isOnTheHour(TimeRange range) {
    return isMultiple(range.from(), HOUR_SECONDS) && isMultiple(range.to(), HOUR_SECONDS);
  }

  /** Whether all hours of the time zone are hours in UTC, throughout that range. */
  static boolean hasWholeHours(ZoneId zone, TimeRange range) {
    ZoneRules rules = zone.getRules();
    boolean whole = rules.getOffset(range.from()).getTotalSeconds() % HOUR_SECONDS == 0;
    ZoneOffsetTransition next = rules.nextTransition(range.from());
    while (whole && next != null && next.getInstant().isBefore(range.to())) {
      whole = next.getOffsetAfter().getTotalSeconds() % HOUR_SECONDS == 0;
      next = rules.nextTransition(next.getInstant());
    }
    return whole;
  }

  /** The first beginning of a quarter that is not before. */
  static Instant quarterFrom(Instant at) {
    if (isMultiple(at, QUARTER_SECONDS)) {
      return at;
    }
    long into = Math.floorMod(at.getEpochSecond(), QUARTER_SECONDS);
    return Instant.ofEpochSecond(at.getEpochSecond() - into)
        .plus(Duration.ofSeconds(QUARTER_SECONDS));
  }

  private static boolean isMultiple(Instant at, long seconds) {
    return at.getNano() == 0 && Math.floorMod(at.getEpochSecond(), seconds) == 0;
  }
}
