package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import io.cleansight.query.web.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
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

  /** Of hours; what is asked for of it is taken by name. */
  static final String SUMS =
      """
      COALESCE(sum(total_frames), 0)             AS total_frames,
      COALESCE(sum(total_persons), 0)            AS total_persons,
      COALESCE(sum(total_hairnet_violations), 0) AS total_hairnet_violations,
      COALESCE(sum(total_violations), 0)         AS total_violations,
      COALESCE(sum(total_handwash_events), 0)    AS total_handwash_events,
      COALESCE(sum(total_sanitize_events), 0)    AS total_sanitize_events,
      COALESCE(sum(stale_frames), 0)             AS stale_frames,
      COALESCE(sum(outdated_frames), 0)          AS outdated_frames,
      COALESCE(sum(work_entries), 0)             AS work_entries,
      COALESCE(sum(unknown_work_entries), 0)     AS unknown_work_entries,
      COALESCE(sum(compliant_verdicts), 0)       AS compliant_verdicts,
      COALESCE(sum(violating_verdicts), 0)       AS violating_verdicts,
      COALESCE(sum(unknown_verdicts), 0)         AS unknown_verdicts,
      sum(compliant_verdicts)::double precision / NULLIF(sum(compliant_verdicts + violating_verdicts), 0)
                                                 AS compliance_rate,
      avg(coverage)                              AS coverage,
      sum(fps_sum) / NULLIF(sum(total_frames), 0)             AS avg_fps,
      sum(processing_time_sum) / NULLIF(sum(total_frames), 0) AS avg_processing_time
      """;

  private final JdbcClient jdbc;
  private final Clock clock;

  StatisticsController(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Frames in sum; times in seconds, null where there were no frames.
   *
   * @param staleFrames live frames that were skipped as newer ones waited
   * @param outdatedFrames frames of a run that a later one had replaced
   * @param workEntries people who began to work where steps must be done before
   * @param unknownWorkEntries of these, whose way to work was not seen without a gap: nothing is
   *     held against them
   * @param complianceRate of the verdicts that say something, the share that wears a hairnet
   * @param coverage share of the hours with any sign of the camera in which it delivered a picture
   */
  record Sums(
      long totalFrames,
      long totalPersons,
      long totalHairnetViolations,
      long totalViolations,
      long totalHandwashEvents,
      long totalSanitizeEvents,
      long staleFrames,
      long outdatedFrames,
      long workEntries,
      long unknownWorkEntries,
      long compliantVerdicts,
      long violatingVerdicts,
      long unknownVerdicts,
      @Nullable Double complianceRate,
      @Nullable Double coverage,
      @Nullable Double avgFps,
      @Nullable Double avgProcessingTime) {}

  /** One day of one camera. */
  record DayView(
      String cameraId,
      LocalDate date,
      long totalFrames,
      long totalPersons,
      long totalHairnetViolations,
      long totalViolations,
      @Nullable Double complianceRate,
      @Nullable Double coverage,
      @Nullable Double avgFps,
      @Nullable Double avgProcessingTime) {}

  /** The last day, week or month added up: 1d, 7d or 30d. */
  @GetMapping({"/api/v1/statistics/summary", "/api/v1/records/statistics/summary"})
  Sums summary(
      Caller caller,
      @RequestParam(defaultValue = "1d") String period,
      @RequestParam(name = "camera_id", required = false) @Nullable String camera) {
    return sums(caller, Parameters.camera(camera), Lately.hours(Lately.period(period), clock));
  }

  /** The last hour added up. */
  @GetMapping("/api/v1/statistics/realtime")
  Sums realtime(Caller caller) {
    return sums(caller, null, Lately.hours(Duration.ofHours(1), clock));
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
    TimeRange range = Lately.hours(Duration.ofDays(days), clock);
    return Sql.select(
            """
            SELECT camera_id, (hour_start AT TIME ZONE 'UTC')::date AS date,
            """
                + SUMS
                + "FROM statistics_hourly")
        .seenBy(caller)
        .where("camera_id", Parameters.camera(camera))
        .within("hour_start", range)
        .ending("GROUP BY 1, 2 ORDER BY 2 DESC, 1")
        .on(jdbc)
        .query(DayView.class)
        .list();
  }

  private Sums sums(Caller caller, @Nullable String camera, TimeRange range) {
    return Sql.select("SELECT " + SUMS + "FROM statistics_hourly")
        .seenBy(caller)
        .where("camera_id", camera)
        .within("hour_start", range)
        .on(jdbc)
        .query(Sums.class)
        .single();
  }
}
