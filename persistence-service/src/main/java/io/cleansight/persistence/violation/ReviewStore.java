package io.cleansight.persistence.violation;

import static java.time.ZoneOffset.UTC;

import io.cleansight.event.Review;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What people decide about violations: applied once, against the version they saw, and never
 * without a trace.
 */
@Repository
class ReviewStore {
  private static final String SEEN =
      "SELECT EXISTS (SELECT FROM review_log WHERE command_id = :command)";
  private static final String CURRENT =
      "SELECT status, version FROM violation_events WHERE id = :id FOR UPDATE";
  private static final String APPLY =
      """
      UPDATE violation_events
      SET status = :status, handled_by = :by, handled_at = :at, notes = COALESCE(:notes, notes), version = version + 1
      WHERE id = :id
      """;
  private static final String LOG =
      """
      INSERT INTO review_log
        (command_id, target, target_id, outcome, from_status, to_status, handled_by, notes, decided_at)
      VALUES (:command, :target, :id, :outcome, :from, :status, :by, :notes, :at)
      """;

  private final JdbcClient jdbc;

  ReviewStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Current(String status, int version) {}

  void apply(Review review) {
    boolean seen =
        jdbc.sql(SEEN).param("command", review.getCommandId()).query(Boolean.class).single();
    if (seen) {
      return;
    }
    Optional<Current> current =
        review.getTarget().equals("violation")
            ? jdbc.sql(CURRENT).param("id", review.getTargetId()).query(Current.class).optional()
            : Optional.empty();
    String outcome = current.map(now -> outcome(review, now)).orElse("unknown_target");
    if (outcome.equals("applied")) {
      statement(APPLY, review).update();
    }
    statement(LOG, review)
        .param("command", review.getCommandId())
        .param("target", review.getTarget())
        .param("outcome", outcome)
        .param("from", current.map(Current::status).orElse(null), java.sql.Types.VARCHAR)
        .update();
  }

  private static String outcome(Review review, Current now) {
    Integer expected = review.getExpectedVersion();
    return expected == null || expected == now.version() ? "applied" : "stale_version";
  }

  private JdbcClient.StatementSpec statement(String sql, Review review) {
    return jdbc.sql(sql)
        .param("id", review.getTargetId())
        .param("status", review.getStatus())
        .param("by", review.getHandledBy())
        .param("notes", review.getNotes(), java.sql.Types.VARCHAR)
        .param("at", review.getDecidedAt().atOffset(UTC));
  }
}
