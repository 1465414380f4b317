package io.cleansight.rule;

import io.cleansight.rule.condition.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be watched for, where, when, and whom to tell.
 *
 * @param type name of the rule's type, for people
 * @param schedule null: always
 * @param cooldown after an alert was raised, for how long there is no other of the same rule and
 *     camera
 * @param gathering zero: each camera has alerts of its own; else one alert for all of them, whose
 *     members are gathered for so long
 * @param escalateAfter zero: never
 */
public record Rule(
    UUID id,
    String name,
    String type,
    Scope scope,
    Condition condition,
    @Nullable Schedule schedule,
    Duration cooldown,
    String priority,
    Told told,
    Duration gathering,
    Duration escalateAfter,
    Told escalation) {

  /**
   * Which cameras: those named and those with one of the labels; every camera where nothing is
   * named. Each is watched on its own.
   */
  public record Scope(Set<String> cameraIds, Set<String> labels) {
    public Scope {
      cameraIds = Set.copyOf(cameraIds);
      labels = Set.copyOf(labels);
    }

    boolean has(String camera, Set<String> itsLabels) {
      return (cameraIds.isEmpty() && labels.isEmpty())
          || cameraIds.contains(camera)
          || !Collections.disjoint(labels, itsLabels);
    }
  }

  /** Whom to tell, and by which channels. */
  public record Told(List<String> channels, List<String> recipients) {
    public Told {
      channels = List.copyOf(channels);
      recipients = List.copyOf(recipients);
    }
  }

  public boolean concerns(String camera, Set<String> itsLabels) {
    return scope.has(camera, itsLabels);
  }

  public boolean isGrouped() {
    return !gathering.isZero();
  }

  boolean isInForce(Instant at) {
    return schedule == null || schedule.holds(at);
  }

  /** When between those two times the rule ceased to be in force; empty: not at all. */
  Optional<Instant> offDuty(Instant from, Instant to) {
    if (schedule == null) {
      return Optional.empty();
    }
    Instant end = from;
    while (end.isBefore(to) && schedule.holds(end)) {
      end = schedule.until(end);
    }
    return end.isAfter(to) || schedule.holds(end) ? Optional.empty() : Optional.of(end);
  }
}
