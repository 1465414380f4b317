package io.cleansight.persistence.violation;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Words;
import io.cleansight.event.Review;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What people decide about violations and alerts: applied once, against the version they saw, and
 * never without a trace.
 */
@Repository
class ReviewStore {
  private static final String SEEN =
      "SELECT EXISTS (SELECT FROM review_log WHERE command_id = :command)";
  private static final String VIOLATION =
      "SELECT status, version FROM violation_events WHERE id = :id FOR UPDATE";
  private static final String APPLY_TO_VIOLATION =
      """
      UPDATE violation_events
      SET status = :status, handled_by = :by, handled_at = :at, notes = COALESCE(:notes, notes),
          review_reason = COALESCE(:reason, review_reason), assignee = COALESCE(:assignee, assignee),
          legal_hold = COALESCE(:hold, legal_hold), version = version + 1
      WHERE id = :id
      """;
  private static final String ALERT =
      "SELECT status, version FROM alert_history WHERE id = :id FOR UPDATE";
  private static final String APPLY_TO_ALERT =
      """
      UPDATE alert_history
      SET status = CASE WHEN status = 'resolved' THEN status ELSE :status END, handled_by = :by, handled_at = :at, notes = COALESCE(:notes, notes),
          assignee = COALESCE(:assignee, assignee), version = version + 1,
          resolved_at = CASE WHEN :status = 'resolved' THEN COALESCE(resolved_at, :at) ELSE resolved_at END
      WHERE id = :id
      """;
  private static final String LOG =
      """
      INSERT INTO review_log
        (command_id, target, target_id, outcome, from_status, to_status, handled_by, notes, decided_at, reason, assignee,
         legal_hold)
      VALUES (:command, :target, :id, :outcome, :from, :status, :by, :notes, :at, :reason, :assignee, :hold)
      """;

  /** What can be decided about, how its state is found, and how a decision is applied. */
  private record Target(String find, String apply, Set<String> statuses) {}

  private static final Map<String, Target> TARGETS =
      Map.of(
          "violation", new Target(VIOLATION, APPLY_TO_VIOLATION, Words.REVIEW_STATUSES),
          "alert", new Target(ALERT, APPLY_TO_ALERT, Words.ALERT_DECISIONS));

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
    Optional<Target> target =
        Optional.ofNullable(TARGETS.get(review.getTarget()))
            .filter(it -> it.statuses().contains(review.getStatus()));
    Optional<Current> current = target.flatMap(it -> find(it, review));
    String outcome = current.map(now -> outcome(review, now)).orElse("unknown_target");
    if (outcome.equals("applied")) {
      statement(target.orElseThrow().apply(), review).update();
    }
    statement(LOG, review)
        .param("command", review.getCommandId())
        .param("target", review.getTarget())
        .param("outcome", outcome)
        .param("from", current.map(Current::status).orElse(null), java.sql.Types.VARCHAR)
        .update();
  }

  private Optional<Current> find(Target target, Review review) {
    return jdbc.sql(target.find())
        .param("id", review.getTargetId())
        .query(Current.class)
        .optional();
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
        .param("reason", review.getReason(), java.sql.Types.VARCHAR)
        .param("assignee", review.getAssignee(), java.sql.Types.VARCHAR)
        .param("hold", review.getLegalHold(), java.sql.Types.BOOLEAN)
        .param("at", review.getDecidedAt().atOffset(UTC));
  }
}
