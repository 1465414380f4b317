package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.PageRequest;
import io.cleansight.query.web.TimeRange;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the hours as they are kept. */
@Repository
class HourReader {
  private static final String HOURS =
      """
      SELECT camera_id, hour_start, total_frames, total_persons, total_persons AS people_in_frames, visits, judged_visits,
             judged_visits - violating_visits AS compliant_visits,
             (judged_visits - violating_visits)::double precision / NULLIF(judged_visits, 0) AS compliance_by_visit,
             total_hairnet_violations, total_violations,
             total_handwash_events, total_sanitize_events, stale_frames, outdated_frames, saved_frames,
             work_entries, unknown_work_entries, compliant_verdicts,
             violating_verdicts, unknown_verdicts, compliance_rate, coverage, avg_fps, avg_processing_time,
             min_processing_time, max_processing_time
      FROM statistics_hourly""";

  private static final String ZONES =
      """
      SELECT camera_id, zone, hour_start, total_persons, total_persons AS people_in_frames, visits, compliant_verdicts, violating_verdicts, unknown_verdicts,
             compliance_rate
      FROM statistics_zone_hourly""";

  private final JdbcClient jdbc;

  HourReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One hour of one camera; names as in the table.
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
  record HourView(
      String cameraId,
      OffsetDateTime hourStart,
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
      long savedFrames,
      long workEntries,
      long unknownWorkEntries,
      long compliantVerdicts,
      long violatingVerdicts,
      long unknownVerdicts,
      @Nullable Double complianceRate,
      double coverage,
      @Nullable Double avgFps,
      @Nullable Double avgProcessingTime,
      @Nullable Double minProcessingTime,
      @Nullable Double maxProcessingTime) {}

  /** One hour of one kind of zone in a camera's picture; names as in the table. */
  record ZoneView(
      String cameraId,
      String zone,
      OffsetDateTime hourStart,
      long totalPersons,
      long peopleInFrames,
      long visits,
      long compliantVerdicts,
      long violatingVerdicts,
      long unknownVerdicts,
      @Nullable Double complianceRate) {}

  /** Newest first, and of each hour camera by camera. */
  List<HourView> hours(
      Caller caller, @Nullable String camera, TimeRange range, PageRequest request) {
    return Sql.select(HOURS)
        .seenBy(caller)
        .where("camera_id", camera)
        .within("hour_start", range)
        .newestFirst(request, "hour_start", List.of("camera_id"))
        .on(jdbc)
        .query(HourView.class)
        .list();
  }

  /** Newest first, and of each hour camera by camera and zone by zone. */
  List<ZoneView> zones(
      Caller caller, @Nullable String camera, TimeRange range, PageRequest request) {
    return Sql.select(ZONES)
        .seenBy(caller)
        .where("camera_id", camera)
        .within("hour_start", range)
        .newestFirst(request, "hour_start", List.of("camera_id", "zone"))
        .on(jdbc)
        .query(ZoneView.class)
        .list();
  }
}
