package io.cleansight.persistence.review;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.HoldDecision;
import io.cleansight.contracts.vocabulary.ReviewStatus;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.Review;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What people decide about violations and alerts: applied once, against the version they saw, and
 * never without a trace. The order of decisions about one target is all that counts: whether they
 * are read before the target or after it, or after an alert has ended, they come to the same.
 */
@Repository
public class ReviewStore {
  public static final String VIOLATION = "violation";
  public static final String ALERT = "alert";

  /** Whether a violation is held. */
  private static final String HOLD = "hold";

  static final String APPLIED = "applied";

  private static final String SEEN =
      "SELECT EXISTS (SELECT FROM review_log WHERE command_id = :command) OR EXISTS (SELECT FROM erased_violations WHERE id = :target)";
  private static final String FIND_VIOLATION =
      "SELECT status, version FROM violation_events WHERE id = :id FOR UPDATE";
  private static final String APPLY_TO_VIOLATION =
      """
      UPDATE violation_events
      SET status = :status, handled_by = :by, handled_at = :at, notes = COALESCE(:notes, notes),
          review_reason = COALESCE(:reason, review_reason), assignee = NULLIF(COALESCE(:assignee, assignee), ''),
          legal_hold = legal_hold OR COALESCE(:hold, false), version = version + 1,
          lift_requested_by = CASE WHEN :hold THEN NULL ELSE lift_requested_by END,
          lift_requested_at = CASE WHEN :hold THEN NULL ELSE lift_requested_at END
      WHERE id = :id
      """;
  private static final String FIND_HOLD =
      "SELECT legal_hold AS held, lift_requested_by AS requested_by, lift_requested_at AS requested_at FROM violation_events WHERE id = :id FOR UPDATE";
  private static final String APPLY_HOLD =
      """
      UPDATE violation_events
      SET legal_hold = :held, lift_requested_by = :requested_by, lift_requested_at = :requested_at
      WHERE id = :id
      """;

  /**
   * With the status that people gave it: that it has ended meanwhile may be read sooner or later.
   */
  private static final String FIND_ALERT =
      """
      SELECT COALESCE((
          SELECT to_status FROM review_log
          WHERE target_id = alert.id AND target = 'alert' AND outcome = 'applied'
          ORDER BY appended_at DESC NULLS LAST, appended_offset DESC NULLS LAST LIMIT 1), 'raised') AS status,
        version
      FROM alert_history AS alert WHERE id = :id FOR UPDATE
      """;

  private static final String APPLY_TO_ALERT =
      """
      UPDATE alert_history
      SET status = CASE WHEN status = 'resolved' THEN status ELSE :status END, handled_by = :by, handled_at = :at, notes = COALESCE(:notes, notes),
          assignee = NULLIF(COALESCE(:assignee, assignee), ''), version = version + 1,
          resolved_at = CASE WHEN :status = 'resolved' THEN LEAST(resolved_at, :at) ELSE resolved_at END
      WHERE id = :id
      """;
  private static final String LOG =
      """
      INSERT INTO review_log
        (command_id, target, target_id, outcome, from_status, to_status, handled_by, notes, decided_at, reason, assignee,
         legal_hold, expected_version, appended_at, appended_offset)
      VALUES (:command, :target, :id, :outcome, :from, :status, :by, :notes, :at, :reason, :assignee, :hold, :version,
              :appended_at, :offset)
      """;
  private static final String AWAITING =
      """
      SELECT command_id, target_id, to_status, handled_by, notes, decided_at, reason, assignee, legal_hold,
             expected_version, appended_at, target
      FROM review_log WHERE target IN (:targets) AND target_id IN (:ids) AND outcome = 'awaiting_target'
      ORDER BY appended_at, appended_offset
      """;
  private static final String CAME_TO =
      "UPDATE review_log SET outcome = :outcome, from_status = :from, applied_at = now() WHERE command_id = :command";

  /** What can be decided about, how its state is found, and how a decision is applied. */
  private record Target(String find, String apply, Set<String> statuses) {}

  private static final Map<String, Target> TARGETS =
      Map.of(
          VIOLATION, new Target(FIND_VIOLATION, APPLY_TO_VIOLATION, Term.words(ReviewStatus.class)),
          ALERT, new Target(FIND_ALERT, APPLY_TO_ALERT, AlertState.DECISIONS));

  private final JdbcClient jdbc;
  private final TargetLockStore locks;

  ReviewStore(JdbcClient jdbc, TargetLockStore locks) {
    this.jdbc = jdbc;
    this.locks = locks;
  }

  /**
   * A decision, and when and at which offset its topic had it: decisions about one target come in
   * that order.
   */
  record Placed(Review review, Instant appended, long offset) {}

  private record Current(String status, int version) {}

  /** Applies decisions in their order; those whose target has not come yet wait for it. */
  void apply(List<Placed> decisions) {
    locks.take(decisions.stream().map(it -> it.review().getTargetId()).toList());
    decisions.forEach(this::apply);
  }

  private void apply(Placed placed) {
    Review review = placed.review();
    boolean seen =
        jdbc.sql(SEEN)
            .param("command", review.getCommandId())
            .param("target", review.getTargetId())
            .query(Boolean.class)
            .single();
    if (seen) {
      return;
    }
    ReviewChange change = ReviewChange.of(placed);
    if (isKnown(review)) {
      Optional<CameTo> cameTo = cameTo(change);
      log(placed, change, cameTo.map(CameTo::outcome).orElse("awaiting_target"), cameTo);
    } else {
      log(placed, change, "unknown_target", Optional.empty());
    }
  }

  private static boolean isKnown(Review review) {
    Target target = TARGETS.get(review.getTarget());
    return target == null
        ? review.getTarget().equals(HOLD)
            && Term.words(HoldDecision.class).contains(review.getStatus())
        : target.statuses().contains(review.getStatus());
  }

  /**
   * Keeps decisions about these apart until the transaction ends; to be called once in it, before
   * it writes any of them.
   */
  public void lock(Collection<UUID> targets) {
    locks.take(targets);
  }

  /**
   * Applies what was decided about these before they came; within the transaction that has written
   * them.
   */
  public void applyAwaiting(String kind, Collection<UUID> targets) {
    if (targets.isEmpty()) {
      return;
    }
    List<String> kinds = kind.equals(VIOLATION) ? List.of(VIOLATION, HOLD) : List.of(kind);
    for (ReviewChange change :
        jdbc.sql(AWAITING)
            .param("targets", kinds)
            .param("ids", targets)
            .query(ReviewChange.class)
            .list()) {
      cameTo(change)
          .ifPresent(
              it ->
                  jdbc.sql(CAME_TO)
                      .param("command", change.commandId())
                      .param("outcome", it.outcome())
                      .param("from", it.from())
                      .update());
    }
  }

  /** What came of a decision, and the status that was found. */
  private record CameTo(String outcome, String from) {}

  /** Applies it as far as it holds; empty: what it is about has not come. */
  private Optional<CameTo> cameTo(ReviewChange change) {
    Target target = TARGETS.get(change.target());
    return target == null ? held(change) : decided(target, change);
  }

  private Optional<CameTo> decided(Target target, ReviewChange change) {
    Optional<Current> current =
        jdbc.sql(target.find()).param("id", change.targetId()).query(Current.class).optional();
    return current.map(
        now -> {
          String outcome = change.outcome(now.version());
          if (outcome.equals(APPLIED)) {
            statement(target.apply(), change).update();
          }
          return new CameTo(outcome, now.status());
        });
  }

  private Optional<CameTo> held(ReviewChange change) {
    Optional<LegalHold> current =
        jdbc.sql(FIND_HOLD).param("id", change.targetId()).query(LegalHold.class).optional();
    return current.map(
        now -> {
          Optional<LegalHold> next =
              now.after(
                  HoldDecision.HELD.is(change.toStatus()),
                  change.handledBy(),
                  change.appendedAt().toInstant());
          next.ifPresent(it -> hold(change.targetId(), it));
          return new CameTo(
              next.isPresent() ? APPLIED : "refused",
              now.held() ? HoldDecision.HELD.word() : HoldDecision.LIFTED.word());
        });
  }

  private void hold(UUID violation, LegalHold hold) {
    Instant at = hold.requestedAt();
    jdbc.sql(APPLY_HOLD)
        .param("id", violation)
        .param("held", hold.held())
        .param("requested_by", hold.requestedBy(), java.sql.Types.VARCHAR)
        .param(
            "requested_at",
            at == null ? null : at.atOffset(UTC),
            java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  private void log(Placed placed, ReviewChange change, String outcome, Optional<CameTo> cameTo) {
    statement(LOG, change)
        .param("command", change.commandId())
        .param("target", placed.review().getTarget())
        .param("outcome", outcome)
        .param("from", cameTo.map(CameTo::from).orElse(null), java.sql.Types.VARCHAR)
        .param("version", change.expectedVersion(), java.sql.Types.INTEGER)
        .param("appended_at", placed.appended().atOffset(UTC))
        .param("offset", placed.offset())
        .update();
  }

  private JdbcClient.StatementSpec statement(String sql, ReviewChange change) {
    return jdbc.sql(sql)
        .param("id", change.targetId())
        .param("status", change.toStatus())
        .param("by", change.handledBy())
        .param("notes", change.notes(), java.sql.Types.VARCHAR)
        .param("reason", change.reason(), java.sql.Types.VARCHAR)
        .param("assignee", change.assignee(), java.sql.Types.VARCHAR)
        .param("hold", change.legalHold(), java.sql.Types.BOOLEAN)
        .param("at", change.decidedAt());
  }
}
