package io.cleansight.persistence.statistics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * What depends on what people decide about violations: one that is a false positive leaves the
 * sums, and its visit is compliant if it was the only one. Looked at before and after a transaction
 * changes violations, and the difference is counted: so it does not matter in which order
 * violations and decisions come, and what is done again counts nothing.
 *
 * <p>An erased violation counts as if nothing had been decided about it, as the decision is
 * forgotten, too.
 */
@Repository
public class DecidedCountStore {
  private static final String VISITS_OF =
      "SELECT DISTINCT visit_id FROM violation_events WHERE id = ANY (?) AND visit_id IS NOT NULL";

  /** So that no two transactions look at the violations of one visit and change them. */
  private static final String LOCK =
      "SELECT id FROM violation_events WHERE id = ANY (?) OR visit_id = ANY (?) ORDER BY id FOR UPDATE";

  private static final String FALSE_POSITIVES =
      """
      SELECT id, camera_id, timestamp AS at, violation_type = 'no_hairnet' AS hairnet FROM violation_events
      WHERE id = ANY (?) AND counted AND status = 'false_positive'
      """;
  private static final String VIOLATING_VISITS =
      """
      SELECT visit_id AS id, camera_id, visit_started_at AS at, true AS hairnet FROM violation_events
      WHERE visit_id = ANY (?) AND counted AND violation_type = 'no_hairnet' AND status <> 'false_positive'
      UNION
      SELECT visit_id, camera_id, visit_started_at, true FROM erased_violations WHERE visit_id = ANY (?)
      """;

  private final JdbcTemplate jdbc;

  DecidedCountStore(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Something that is counted in the bucket of its time. */
  record Counted(UUID id, Bucket bucket, boolean hairnet) {}

  /** How it was before a transaction changed anything. */
  public record Before(
      Set<UUID> violations,
      Set<UUID> visits,
      Set<Counted> falsePositives,
      Set<Counted> violatingVisits) {}

  /**
   * To be called in a transaction before it changes these violations, or adds them.
   *
   * @param visits of those that may not be there yet
   */
  public Before before(Collection<UUID> violations, Collection<UUID> visits) {
    Set<UUID> ids = Set.copyOf(violations);
    var all = new HashSet<>(visits);
    all.addAll(ids(VISITS_OF, List.of(ids)));
    ids(LOCK, List.of(ids, all));
    return new Before(ids, Set.copyOf(all), counted(FALSE_POSITIVES, List.of(ids)), violating(all));
  }

  /** Counts what has become different; in the same transaction, once it has changed all. */
  public void count(Before before, RollupBatch counts) {
    Set<Counted> falseNow = counted(FALSE_POSITIVES, List.of(before.violations));
    without(falseNow, before.falsePositives).forEach(it -> addViolation(it, -1, counts));
    without(before.falsePositives, falseNow).forEach(it -> addViolation(it, 1, counts));
    Set<Counted> violatingNow = violating(before.visits);
    without(violatingNow, before.violatingVisits)
        .forEach(it -> counts.add(it.bucket, Measure.VIOLATING_VISITS, 1));
    without(before.violatingVisits, violatingNow)
        .forEach(it -> counts.add(it.bucket, Measure.VIOLATING_VISITS, -1));
  }

  private static void addViolation(Counted violation, int count, RollupBatch counts) {
    counts.add(violation.bucket, Measure.TOTAL_VIOLATIONS, count);
    counts.add(violation.bucket, Measure.TOTAL_HAIRNET_VIOLATIONS, violation.hairnet ? count : 0);
  }

  private static List<Counted> without(Set<Counted> all, Set<Counted> some) {
    return all.stream().filter(it -> !some.contains(it)).toList();
  }

  private Set<Counted> violating(Set<UUID> visits) {
    return counted(VIOLATING_VISITS, List.of(visits, visits));
  }

  private Set<Counted> counted(String sql, List<Set<UUID>> ids) {
    if (ids.getFirst().isEmpty()) {
      return Set.of();
    }
    return Set.copyOf(
        jdbc.query(
            connection -> statement(connection, sql, ids),
            (row, _) ->
                new Counted(
                    row.getObject("id", UUID.class),
                    Bucket.of(
                        row.getString("camera_id"),
                        row.getObject("at", OffsetDateTime.class).toInstant()),
                    row.getBoolean("hairnet"))));
  }

  private List<UUID> ids(String sql, List<Set<UUID>> ids) {
    return jdbc.query(
        connection -> statement(connection, sql, ids), (row, _) -> row.getObject(1, UUID.class));
  }

  private static PreparedStatement statement(Connection connection, String sql, List<Set<UUID>> ids)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < ids.size(); i++) {
      statement.setArray(i + 1, connection.createArrayOf("uuid", ids.get(i).toArray()));
    }
    return statement;
  }
}
