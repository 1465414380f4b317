package io.cleansight.rule;

import io.cleansight.rule.condition.BadRuleException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which rules are quiet: a silence, in which alerts are raised and nobody is told, or
 * maintenance, in which none is raised.
 *
 * @param schedule null: all the time from {@code from} to before {@code to}
 */
public record SilenceWindow(
    UUID id,
    boolean maintenance,
    Set<String> cameraIds,
    Set<String> labels,
    Set<UUID> ruleIds,
    Instant from,
    Instant to,
    @Nullable Schedule schedule) {
  static final Duration LONGEST = Duration.ofDays(366);

  public SilenceWindow {
    cameraIds = Set.copyOf(cameraIds);
    labels = Set.copyOf(labels);
    ruleIds = Set.copyOf(ruleIds);
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw new BadRuleException(
          "ends_at", "after starts_at, by " + LONGEST.toDays() + " days at most");
    }
  }

  boolean covers(UUID rule, String camera, Set<String> itsLabels, Instant at) {
    return !at.isBefore(from)
        && at.isBefore(to)
        && (ruleIds.isEmpty() || ruleIds.contains(rule))
        && (cameraIds.isEmpty() || cameraIds.contains(camera))
        && (labels.isEmpty() || !Collections.disjoint(labels, itsLabels))
        && (schedule == null || schedule.holds(at));
  }

  /** When what it covers at that time may no longer be covered; never before {@code at}. */
  Instant until(Instant at) {
    if (schedule == null) {
      return to;
    }
    Instant end = schedule.until(at);
    return end.isBefore(to) ? end : to;
  }
}
