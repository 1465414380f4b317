package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the hours added up: as a whole, day by day, by parts, by zones; and violations by type. */
@Repository
class StatisticsReader {
  /** Of hours; what is asked for of it is taken by name. */
  private static final String SUMS =
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

  private static final String LOCAL = "(hour_start AT TIME ZONE :time_zone)";
  private static final String BY_HOUR = "to_char(" + LOCAL + ", 'YYYY-MM-DD\"T\"HH24:00')";

  /** By what, as it is written in SQL; every key is a text that sorts as it is to be shown. */
  static final Map<String, String> KEYS =
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

  StatisticsReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
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

  Sums sums(Caller caller, @Nullable String camera, TimeRange range) {
    return Sql.select("SELECT " + SUMS + "FROM statistics_hourly")
        .seenBy(caller)
        .where("camera_id", camera)
        .within("hour_start", range)
        .on(jdbc)
        .query(Sums.class)
        .single();
  }

  /** Day by day in UTC, newest first. */
  List<DayView> days(Caller caller, @Nullable String camera, TimeRange range) {
    return Sql.select(
            """
            SELECT camera_id, (hour_start AT TIME ZONE 'UTC')::date AS date,
            """
                + SUMS
                + "FROM statistics_hourly")
        .seenBy(caller)
        .where("camera_id", camera)
        .within("hour_start", range)
        .ending("GROUP BY 1, 2 ORDER BY 2 DESC, 1")
        .on(jdbc)
        .query(DayView.class)
        .list();
  }

  /**
   * How the hours are to be added up.
   *
   * @param by a key of {@link #KEYS}
   * @param shifts hours at which shifts begin, as PostgreSQL writes an array
   */
  record Breakdown(String by, String shifts, ZoneId zone) {}

  List<Share> shares(Caller caller, Breakdown breakdown, @Nullable String camera, TimeRange range) {
    return Hours.select(
            "SELECT " + KEYS.get(breakdown.by) + " AS key,\n" + SUMS,
            caller,
            camera,
            range,
            breakdown.zone)
        .with("shifts", breakdown.shifts)
        .ending("GROUP BY 1 ORDER BY 1")
        .on(jdbc)
        .query(Share.class)
        .list();
  }

  List<ZoneShare> zones(Caller caller, @Nullable String camera, TimeRange range) {
    Sql sql =
        Hours.isOnTheHour(range)
            ? Sql.select(ZONES + "FROM statistics_zone_hourly").within("hour_start", range)
            : Sql.select(ZONES + "FROM statistics_zone_quarter_hourly")
                .within("quarter_start", range);
    return sql.seenBy(caller)
        .where("camera_id", camera)
        .ending("GROUP BY 1 ORDER BY 1")
        .on(jdbc)
        .query(ZoneShare.class)
        .list();
  }

  List<TypeShare> types(Caller caller, @Nullable String camera, TimeRange range) {
    return Sql.select(TYPES)
        .seenBy(caller)
        .where("camera_id", camera)
        .within("timestamp", range)
        .ending("GROUP BY 1 ORDER BY 2 DESC, 1")
        .on(jdbc)
        .query(TypeShare.class)
        .list();
  }
}
