package io.cleansight.persistence.statistics;

import io.cleansight.persistence.once.LongTransaction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Recounts hours, picked at random, from the records that exist, adds their quarters up, and
 * reports every difference.
 */
@Component
public class Auditor {
  private static final Logger log = LoggerFactory.getLogger(Auditor.class);
  private static final int HOURS_AT_ONCE = 5;

  /** One statement, so one state of the database; frames only where their day is still there. */
  private static final String RECOUNT =
      """
      SELECT hour.camera_id, hour.hour_start,
             hour.saved_frames, hour.violating_frames, hour.total_violations, hour.total_hairnet_violations,
             hour.total_frames,
             NOT erased.at_all AND EXISTS (
               SELECT FROM pg_class
               WHERE relname = 'detection_records_' || to_char(hour.hour_start AT TIME ZONE 'UTC', 'YYYYMMDD'))
               AS has_records,
             NOT erased.at_all AND hour.hour_start >= COALESCE((SELECT before FROM let_go WHERE what = 'violations'), '-infinity')
               AS has_violations,
             record.frames AS frames, record.violating AS violating,
             violation.episodes AS episodes, violation.hairnets AS hairnets
      FROM (%s) AS hour
      CROSS JOIN LATERAL (
        SELECT EXISTS (
          SELECT FROM erasures
          WHERE hour.camera_id = ANY (camera_ids) AND from_at < hour.hour_start + interval '1 hour'
            AND to_at > hour.hour_start) AS at_all) AS erased
      CROSS JOIN LATERAL (
        SELECT count(*) AS frames, count(*) FILTER (WHERE hairnet_violations > 0) AS violating
        FROM detection_records
        WHERE camera_id = hour.camera_id AND timestamp >= hour.hour_start
          AND timestamp < hour.hour_start + interval '1 hour') AS record
      CROSS JOIN LATERAL (
        SELECT count(*) AS episodes, count(*) FILTER (WHERE violation_type = 'no_hairnet') AS hairnets
        FROM violation_events
        WHERE counted AND camera_id = hour.camera_id AND timestamp >= hour.hour_start
          AND timestamp < hour.hour_start + interval '1 hour') AS violation
      """;

  private static final String SOME =
      RECOUNT.formatted("SELECT * FROM statistics_hourly ORDER BY random() LIMIT " + HOURS_AT_ONCE);
  private static final String ALL = RECOUNT.formatted("SELECT * FROM statistics_hourly");

  private final JdbcClient jdbc;
  private final QuarterAudit quarters;
  private final LongTransaction slowly;
  private final Counter audited;
  private final Counter differences;

  Auditor(JdbcClient jdbc, QuarterAudit quarters, LongTransaction slowly, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.quarters = quarters;
    this.slowly = slowly;
    this.audited = meters.counter("cleansight.audit.hours");
    this.differences = meters.counter("cleansight.audit.differences");
  }

  private record Recount(
      String cameraId,
      OffsetDateTime hourStart,
      long savedFrames,
      long violatingFrames,
      long totalViolations,
      long totalHairnetViolations,
      long totalFrames,
      boolean hasRecords,
      boolean hasViolations,
      long frames,
      long violating,
      long episodes,
      long hairnets) {

    private List<String> differences() {
      var found = new java.util.ArrayList<String>();
      if (hasViolations) {
        compare(found, "total_violations", totalViolations, episodes);
        compare(found, "total_hairnet_violations", totalHairnetViolations, hairnets);
      }
      if (hasRecords) {
        compare(found, "saved_frames", savedFrames, frames);
        if (violating > violatingFrames) {
          compare(found, "violating_frames", violatingFrames, violating);
        }
      }
      if (savedFrames > totalFrames) {
        compare(found, "total_frames", totalFrames, savedFrames);
      }
      return found;
    }

    private void compare(List<String> found, String what, long said, long counted) {
      if (said != counted) {
        found.add(
            "%s of %s in the hour from %s is %d, a recount says %d"
                .formatted(what, cameraId, hourStart.toInstant(), said, counted));
      }
    }
  }

  /**
   * Every difference between any hour and a recount of it, or what its quarters add up to, in
   * words.
   */
  public List<String> auditAll() {
    return slowly.run(() -> audit(ALL, quarters.all()));
  }

  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "${persistence.audit-every:10m}")
  void auditSome() {
    try {
      audit(SOME, quarters.some(HOURS_AT_ONCE));
    } catch (DataAccessException e) {
      log.warn("No audit this time: {}", e.getMessage());
    }
  }

  private List<String> audit(String sql, List<String> ofQuarters) {
    List<Recount> recounts = jdbc.sql(sql).query(Recount.class).list();
    List<String> found =
        Stream.concat(
                recounts.stream().flatMap(it -> it.differences().stream()), ofQuarters.stream())
            .toList();
    audited.increment(recounts.size());
    differences.increment(found.size());
    found.forEach(difference -> log.error("{}", difference));
    return found;
  }
}
