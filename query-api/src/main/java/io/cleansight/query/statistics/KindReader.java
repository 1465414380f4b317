package io.cleansight.query.statistics;

import io.cleansight.query.access.Caller;
import io.cleansight.query.sql.Sql;
import io.cleansight.query.web.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads people by kind of zone, and violations by type. */
@Repository
public class KindReader {
  private static final String ZONES =
      """
      SELECT zone AS key, sum(total_persons) AS total_persons, sum(total_persons) AS people_in_frames,
             sum(visits) AS visits,
             sum(compliant_verdicts)::double precision / NULLIF(sum(compliant_verdicts + violating_verdicts), 0)
                                             AS compliance_rate
      """;
  private static final String TYPES =
      """
      SELECT violation_type, count(*) FILTER (WHERE status <> 'false_positive') AS violations,
             count(*) FILTER (WHERE status = 'pending')        AS pending,
             count(*) FILTER (WHERE status = 'confirmed')      AS confirmed,
             count(*) FILTER (WHERE status = 'false_positive') AS false_positive,
             count(*) FILTER (WHERE status = 'resolved')       AS resolved
      FROM violation_events""";

  private final JdbcClient jdbc;

  KindReader(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A kind of zone.
   *
   * @param totalPersons as people_in_frames, by the first system's name
   * @param peopleInFrames people summed over frames: who stays is counted in each
   * @param visits people who entered such a zone, each once for as long as they are in the picture
   */
  record ZoneShare(
      String key,
      long totalPersons,
      long peopleInFrames,
      long visits,
      @Nullable Double complianceRate) {}

  /**
   * A kind of violation, and what became of them.
   *
   * @param violations but for those that were decided to be false positives
   */
  public record TypeShare(
      String violationType,
      long violations,
      long pending,
      long confirmed,
      long falsePositive,
      long resolved) {}

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

  /** Violations of the range by kind, the most frequent first. */
  public List<TypeShare> types(Caller caller, @Nullable String camera, TimeRange range) {
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
