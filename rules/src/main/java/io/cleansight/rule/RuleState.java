package io.cleansight.rule;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.rule.condition.ConditionResult;
import io.cleansight.rule.condition.ConditionState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where one rule stands with one camera.
 *
 * @param last the latest alert that was raised; null before the first
 * @param open null while there is none
 */
public record RuleState(ConditionState state, @Nullable Span last, @Nullable OpenAlert open) {
  static final RuleState NEW = new RuleState(ConditionState.NOTHING, null, null);

  /**
   * From when to when an alert lasted.
   *
   * @param to at first the same as {@code from}, until it is resolved
   */
  public record Span(Instant from, Instant to) {}

  /**
   * Under what circumstances a finding is made.
   *
   * @param raises false: no alert may be raised
   * @param now the broker's time
   */
  record Circumstances(String camera, Rule rule, boolean raises, Instant now, Site site) {}

  /** The next standing; what is to be told is added to {@code changes}. */
  RuleState after(ConditionResult result, Circumstances here, List<OpenAlert.Change> changes) {
    return switch (result) {
      case ConditionResult.Same(ConditionState next) -> new RuleState(next, last, open);
      case ConditionResult.Clear clear -> cleared(clear, changes);
      case ConditionResult.Holds holds when open != null -> held(holds, open, here.rule(), changes);
      case ConditionResult.Holds holds when here.raises() && isNews(holds, here.rule()) ->
          begun(holds, here, changes);
      case ConditionResult.Holds holds -> new RuleState(holds.state(), last, null);
      case ConditionResult.Happened(var occurrences, ConditionResult found) ->
          happened(occurrences, here, changes).after(found, here, changes);
    };
  }

  Instant near() {
    Instant alert = last == null ? Instant.EPOCH : last.to();
    return state.near().isAfter(alert) ? state.near() : alert;
  }

  RuleState with(@Nullable OpenAlert next) {
    return new RuleState(state, last, next);
  }

  private RuleState cleared(ConditionResult.Clear clear, List<OpenAlert.Change> changes) {
    if (open == null) {
      return new RuleState(clear.state(), last, null);
    }
    if (clear.at().isBefore(open.raisedAt())) {
      return new RuleState(clear.state(), last, open); // what is older cannot have ended it
    }
    if (!open.isClosed()) {
      changes.add(open.resolved(clear.at()));
    }
    return new RuleState(clear.state(), later(new Span(open.raisedAt(), clear.at())), null);
  }

  private RuleState held(
      ConditionResult.Holds holds, OpenAlert before, Rule rule, List<OpenAlert.Change> changes) {
    int count = rule.condition().counted(before.count(), holds.count());
    OpenAlert now = before.counting(count, holds.violationIds());
    if (!before.isClosed() && count != before.count()) {
      changes.add(before.changed(AlertState.UPDATED, now));
    }
    return new RuleState(holds.state(), last, now);
  }

  private RuleState begun(
      ConditionResult.Holds holds, Circumstances here, List<OpenAlert.Change> changes) {
    UUID id = Ids.alert(here.rule().id(), here.camera(), holds.windowStart());
    OpenAlert alert = raised(holds, id, here);
    changes.add(OpenAlert.Change.raised(alert));
    return new RuleState(holds.state(), later(new Span(holds.at(), holds.at())), alert);
  }

  private RuleState happened(
      List<ConditionResult.Occurrence> occurrences,
      Circumstances here,
      List<OpenAlert.Change> changes) {
    RuleState next = this;
    for (ConditionResult.Occurrence it : occurrences) {
      next = next.happened(it, here, changes);
    }
    return next;
  }

  private RuleState happened(
      ConditionResult.Occurrence it, Circumstances here, List<OpenAlert.Change> changes) {
    if (!here.raises() || isCoolingDown(here.rule(), it.until())) {
      return this;
    }
    var holds = new ConditionResult.Holds(state, it.from(), it.until(), 1, List.of());
    UUID id = Ids.alert(here.rule().id(), here.camera() + "/" + it.scope(), it.from());
    OpenAlert alert = raised(holds, id, here);
    changes.add(OpenAlert.Change.raised(alert));
    changes.add(alert.resolved(it.noticed()));
    return new RuleState(state, later(new Span(it.until(), it.until())), open);
  }

  private static OpenAlert raised(ConditionResult.Holds holds, UUID id, Circumstances here) {
    return OpenAlert.raised(
        id,
        here.rule(),
        holds,
        here.now(),
        here.site().silence(here.rule().id(), here.camera(), holds.at()));
  }

  /** Not what an alert before told already, nor within the cooldown after one, or before one. */
  private boolean isNews(ConditionResult.Holds holds, Rule rule) {
    boolean told =
        last != null
            && holds.at().isBefore(last.to())
            && rule.condition().outlasts(holds.windowStart(), holds.at()).isAfter(last.from());
    return !told && !isCoolingDown(rule, holds.at());
  }

  private boolean isCoolingDown(Rule rule, Instant at) {
    return last != null && Duration.between(last.from(), at).abs().compareTo(rule.cooldown()) < 0;
  }

  /** The later of two alerts is the one that is remembered. */
  private Span later(Span other) {
    return last != null && last.from().isAfter(other.from()) ? last : other;
  }
}
