package io.cleansight.rule;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.wording.Statement;
import io.cleansight.rule.condition.ConditionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as long as its condition holds.
 *
 * @param count of what it is about: violations, people, a percentage, cameras
 * @param violationIds the first {@link #MOST_VIOLATIONS} that made it
 * @param resolvedAt null while it is open
 */
public record OpenAlert(
    UUID id,
    Rule rule,
    Instant windowStart,
    Instant raisedAt,
    int count,
    List<UUID> violationIds,
    @Nullable Instant resolvedAt,
    Handling handling) {
  static final int MOST_VIOLATIONS = 100;

  public OpenAlert {
    violationIds = List.copyOf(violationIds);
  }

  /**
   * What people have made of it.
   *
   * @param version how many decisions were applied, as the record counts them
   * @param closed a person has resolved it, though its condition holds on
   * @param knownSince when people may first have known of it, by the broker's time; while it is
   *     silenced, when it was raised
   * @param silence that covers it; null: people may know of it
   */
  public record Handling(
      int version,
      @Nullable String by,
      boolean acknowledged,
      boolean closed,
      boolean escalated,
      Instant knownSince,
      @Nullable UUID silence) {
    private Handling decided(AlertDecision decision) {
      return new Handling(
          version + 1, decision.by(), true, decision.resolves(), escalated, knownSince, silence);
    }

    private Handling asEscalated() {
      return new Handling(version, by, acknowledged, closed, true, knownSince, silence);
    }

    private Handling coveredBy(@Nullable UUID next, Instant known) {
      return new Handling(version, by, acknowledged, closed, escalated, known, next);
    }
  }

  /**
   * A state of an alert to be told.
   *
   * @param from where it was before
   * @param alert as it is now
   */
  public record Change(AlertStage from, AlertState state, OpenAlert alert) {
    public Change {
      AlertStage to = AlertStage.of(alert);
      if (!from.after(state).contains(to)) {
        throw new IllegalStateException(
            "alert " + alert.id() + " cannot be " + state.word() + ", from " + from + " to " + to);
      }
    }

    static Change raised(OpenAlert alert) {
      return new Change(AlertStage.NEW, AlertState.RAISED, alert);
    }
  }

  /** The alert as it is next, and what is to be told of that. */
  record Step(OpenAlert next, List<Change> changes) {
    Step {
      changes = List.copyOf(changes);
    }

    static Step none(OpenAlert open) {
      return new Step(open, List.of());
    }
  }

  /**
   * @param now the broker's time
   */
  static OpenAlert raised(
      UUID id,
      Rule rule,
      ConditionResult.Holds holds,
      Instant now,
      Optional<SilenceWindow> silence) {
    return new OpenAlert(
        id,
        rule,
        holds.windowStart(),
        holds.at(),
        holds.count(),
        holds.violationIds(),
        null,
        new Handling(
            0, null, false, false, false, now, silence.map(SilenceWindow::id).orElse(null)));
  }

  boolean isClosed() {
    return handling.closed();
  }

  OpenAlert counting(int now, List<UUID> violations) {
    var ids = new ArrayList<>(violationIds);
    violations.stream()
        .filter(it -> !violationIds.contains(it))
        .limit(MOST_VIOLATIONS - ids.size())
        .forEach(ids::add);
    return new OpenAlert(id, rule, windowStart, raisedAt, now, ids, resolvedAt, handling);
  }

  /** Its condition holds no more, or nobody looks at it any more. */
  Change resolved(Instant at) {
    return changed(AlertState.RESOLVED, endedAt(at));
  }

  Change changed(AlertState state, OpenAlert next) {
    return new Change(AlertStage.of(this), state, next);
  }

  private Step told(AlertState state, OpenAlert next) {
    return new Step(next, List.of(changed(state, next)));
  }

  private OpenAlert endedAt(Instant at) {
    return new OpenAlert(id, rule, windowStart, raisedAt, count, violationIds, at, handling);
  }

  /** As a person decided it; the same where the decision was made about another version. */
  Step decided(AlertDecision decision) {
    Integer expected = decision.expectedVersion();
    if (isClosed() || (expected != null && expected != handling.version())) {
      return Step.none(this);
    }
    OpenAlert next = handled(handling.decided(decision));
    return decision.resolves()
        ? told(AlertState.RESOLVED, next.endedAt(decision.at()))
        : told(AlertState.ACKNOWLEDGED, next);
  }

  /**
   * As it is at that time: people may know of it if its silence is over, and others do if nobody
   * came.
   *
   * @param silence that covers it at its {@link #ownTime}
   */
  Step aged(Optional<SilenceWindow> silence, Instant now) {
    if (isSilenced()) {
      return silence
          .map(it -> Step.none(handled(handling.coveredBy(it.id(), handling.knownSince()))))
          .orElseGet(() -> told(AlertState.UNSILENCED, handled(handling.coveredBy(null, now))));
    }
    return escalation().filter(due -> !now.isBefore(due)).isPresent()
        ? told(AlertState.ESCALATED, handled(handling.asEscalated()))
        : Step.none(this);
  }

  boolean isSilenced() {
    return handling.silence() != null && !isClosed();
  }

  /**
   * When time alone will change it, by the broker's; empty: never.
   *
   * @param silence that covers it at its {@link #ownTime}
   */
  Optional<Instant> due(Optional<SilenceWindow> silence, Instant now) {
    if (!isSilenced()) {
      return escalation();
    }
    return Optional.of(silence.map(it -> brokerTime(it.until(ownTime(now)))).orElse(now));
  }

  /**
   * What time it is where the alert was raised: of recorded video, hours may lie between that and
   * the broker's time.
   */
  Instant ownTime(Instant now) {
    return raisedAt.plus(Duration.between(handling.knownSince(), now));
  }

  private Instant brokerTime(Instant ownTime) {
    return handling.knownSince().plus(Duration.between(raisedAt, ownTime));
  }

  private Optional<Instant> escalation() {
    boolean never =
        rule.escalateAfter().isZero()
            || handling.acknowledged()
            || handling.escalated()
            || handling.silence() != null;
    return never ? Optional.empty() : Optional.of(handling.knownSince().plus(rule.escalateAfter()));
  }

  /** What it says, without the cameras; what a grouped alert counts is cameras. */
  public Statement statement() {
    return rule.isGrouped()
        ? rule.condition().describeEach()
        : rule.condition().describe(count, Duration.between(windowStart, raisedAt));
  }

  /** In English words and numbers, for people. */
  public String message(String where) {
    return where + ": " + statement().english();
  }

  private OpenAlert handled(Handling now) {
    return new OpenAlert(id, rule, windowStart, raisedAt, count, violationIds, resolvedAt, now);
  }
}
