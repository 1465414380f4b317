package io.cleansight.query.statistics;

import static java.time.ZoneOffset.UTC;

import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.TimeRange;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the hours added up: as a whole, day by day, and by parts. */
@Repository
class StatisticsReader {
  /** Of hours; what is asked for of it is taken by name. */
  private static final String SUMS =
      """
      COALESCE(sum(total_frames), 0)             AS total_frames,
      COALESCE(sum(total_persons), 0)            AS total_persons,
      COALESCE(sum(total_persons), 0)            AS people_in_frames,
      COALESCE(sum(visits), 0)                   AS visits,
      COALESCE(sum(judged_visits), 0)            AS judged_visits,
      COALESCE(sum(judged_visits - violating_visits), 0) AS compliant_visits,
      sum(judged_visits - violating_visits)::double precision / NULLIF(sum(judged_visits), 0)
                                                 AS compliance_by_visit,
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
          "dated_shift",
          """
          (SELECT to_char(%1$s::date - CASE WHEN min(start) > extract(hour FROM %1$s) THEN 1 ELSE 0 END, 'YYYY-MM-DD') || ' '
             || to_char(make_time(COALESCE(max(start) FILTER (WHERE start <= extract(hour FROM %1$s)), max(start)), 0, 0), 'HH24:MI')
           FROM unnest(CAST(:shifts AS int[])) AS start)"""
              .formatted(LOCAL),
          "camera",
          "camera_id");

  /** Rows as statistics_hourly has them; the first and last hour may be cut short by the range. */
  private static final String OF_QUARTERS =
      """
      (
        SELECT camera_id, hour_start,
               sum(total_frames) AS total_frames, sum(total_persons) AS total_persons, sum(visits) AS visits,
               sum(judged_visits) AS judged_visits, sum(violating_visits) AS violating_visits,
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

  private final JdbcClient jdbc;

  StatisticsReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Frames in sum; times in seconds, null where there were no frames.
   *
   * @param totalPersons as people_in_frames, by the first system's name
   * @param peopleInFrames people summed over frames: who stays is counted in each
   * @param visits people who came into the picture, each once for as long as they stay
   * @param judgedVisits of the visits, those in which it could be told whether hair was covered
   * @param compliantVisits of the judged visits, those without a hairnet violation, false positives
   *     aside
   * @param complianceByVisit the share of compliant visits of those that were judged
   * @param totalViolations but for those that were decided to be false positives
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
      long peopleInFrames,
      long visits,
      long judgedVisits,
      long compliantVisits,
      @Nullable Double complianceByVisit,
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

  /**
   * One day of one camera.
   *
   * @param totalPersons as people_in_frames, by the first system's name
   * @param peopleInFrames people summed over frames: who stays is counted in each
   * @param visits people who came into the picture, each once for as long as they stay
   * @param judgedVisits of the visits, those in which it could be told whether hair was covered
   * @param compliantVisits of the judged visits, those without a hairnet violation, false positives
   *     aside
   * @param complianceByVisit the share of compliant visits of those that were judged
   * @param totalViolations but for those that were decided to be false positives
   */
  record DayView(
      String cameraId,
      LocalDate date,
      long totalFrames,
      long totalPersons,
      long peopleInFrames,
      long visits,
      long judgedVisits,
      long compliantVisits,
      @Nullable Double complianceByVisit,
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
   *     Monday), a shift by its beginning 06:00, with its day 2026-03-01 06:00, or a camera
   * @param totalPersons as people_in_frames, by the first system's name
   * @param peopleInFrames people summed over frames: who stays is counted in each
   * @param visits people who came into the picture, each once for as long as they stay
   * @param judgedVisits of the visits, those in which it could be told whether hair was covered
   * @param compliantVisits of the judged visits, those without a hairnet violation, false positives
   *     aside
   * @param complianceByVisit the share of compliant visits of those that were judged
   * @param totalViolations but for those that were decided to be false positives
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
      long peopleInFrames,
      long visits,
      long judgedVisits,
      long compliantVisits,
      @Nullable Double complianceByVisit,
      long totalViolations,
      long staleFrames,
      long outdatedFrames,
      long workEntries,
      long unknownWorkEntries,
      @Nullable Double complianceRate,
      @Nullable Double coverage) {}

  /** To the quarter of an hour: each belongs to the range in which it begins. */
  Sums sums(Caller caller, @Nullable String camera, TimeRange range) {
    return hours("SELECT " + SUMS, ZoneOffset.UTC, range)
        .seenBy(caller)
        .where("camera_id", camera)
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

  List<Share> shares(Caller caller, BreakdownQuery query, TimeRange range) {
    return hours("SELECT " + KEYS.get(query.by()) + " AS key,\n" + SUMS, query.zone(), range)
        .seenBy(caller)
        .where("camera_id", query.camera())
        .with("shifts", query.shiftStarts())
        .ending("GROUP BY 1 ORDER BY 1")
        .on(jdbc)
        .query(Share.class)
        .list();
  }

  /** A query over a time zone's hours: as they are kept, else put together from quarters. */
  private static Sql hours(String select, ZoneId zone, TimeRange range) {
    Sql sql =
        Hours.areAsKept(zone, range)
            ? Sql.select(select + "FROM statistics_hourly").within("hour_start", range)
            : Sql.select(select + "FROM " + OF_QUARTERS)
                .with("from", Hours.quarterFrom(range.from()).atOffset(UTC))
                .with("to", Hours.quarterFrom(range.to()).atOffset(UTC));
    return sql.with("time_zone", zone.getId());
  }
}
