package io.cleansight.rule;

import io.cleansight.rule.condition.ConditionResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where every rule stands with one camera, to be moved on together. A value, made for one step: it
 * is {@link CameraAlertState} that is kept.
 */
record RuleStates(String cameraId, Map<UUID, RuleState> byRule) {

  /** The next standings and what is to be told. */
  record Outcome(Map<UUID, RuleState> next, List<OpenAlert.Change> changes) {}

  /**
   * Every rule finds something.
   *
   * @param at in event time
   * @param now the broker's time
   * @param step what a rule finds, given where it stands
   */
  Outcome each(
      Instant at, Instant now, Site site, BiFunction<Rule, RuleState, ConditionResult> step) {
    var next = new HashMap<>(byRule);
    var changes = new ArrayList<OpenAlert.Change>();
    var left = new HashSet<>(byRule.keySet());
    for (Rule rule : site.rulesOf(cameraId)) {
      left.remove(rule.id());
      boolean raises = !site.isUnderMaintenance(rule.id(), cameraId, at);
      var here = new RuleState.Circumstances(cameraId, rule, raises, now, site);
      put(next, rule.id(), after(step, here, changes));
    }
    for (UUID id : left) {
      put(next, id, afterItsRule(of(id).open(), now, site, step, changes));
    }
    return new Outcome(next, changes);
  }

  /** Every open alert is moved on. */
  Outcome alerts(Function<OpenAlert, OpenAlert.Step> step) {
    var next = new HashMap<>(byRule);
    var changes = new ArrayList<OpenAlert.Change>();
    byRule.forEach(
        (rule, ruleState) -> {
          OpenAlert before = ruleState.open();
          if (before != null) {
            OpenAlert.Step taken = step.apply(before);
            next.put(rule, ruleState.with(taken.next()));
            changes.addAll(taken.changes());
          }
        });
    return new Outcome(next, changes);
  }

  /** What is to be told when all alerts are over. */
  List<OpenAlert.Change> resolved(Instant at) {
    return byRule.values().stream()
        .map(RuleState::open)
        .filter(open -> open != null && !open.isClosed())
        .map(open -> open.resolved(at))
        .toList();
  }

  private RuleState after(
      BiFunction<Rule, RuleState, ConditionResult> step,
      RuleState.Circumstances here,
      List<OpenAlert.Change> changes) {
    RuleState before = of(here.rule().id());
    return before.after(step.apply(here.rule(), before), here, changes);
  }

  /** A rule that is no longer there ends what it began as it would have ended. */
  private RuleState afterItsRule(
      @Nullable OpenAlert open,
      Instant now,
      Site site,
      BiFunction<Rule, RuleState, ConditionResult> step,
      List<OpenAlert.Change> changes) {
    if (open == null) {
      return RuleState.NEW;
    }
    var here = new RuleState.Circumstances(cameraId, open.rule(), false, now, site);
    RuleState after = after(step, here, changes);
    return after.open() == null ? RuleState.NEW : after;
  }

  private RuleState of(UUID rule) {
    return byRule.getOrDefault(rule, RuleState.NEW);
  }

  private static void put(Map<UUID, RuleState> next, UUID rule, RuleState after) {
    if (after.equals(RuleState.NEW)) {
      next.remove(rule);
    } else {
      next.put(rule, after);
    }
  }
}
