package io.cleansight.rule;

import io.cleansight.contracts.vocabulary.SilenceKind;
import io.cleansight.event.Silence;
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

  /**
   * @throws BadRuleException if it cannot be used
   */
  public static SilenceWindow of(Silence written) {
    if (!SilenceKind.SILENCE.is(written.getKind())
        && !SilenceKind.MAINTENANCE.is(written.getKind())) {
      throw new BadRuleException("kind", "silence or maintenance, not " + written.getKind());
    }
    RuleReader.check("comment", written.getComment().length(), 1, RuleReader.LONGEST_TEXT);
    RuleReader.check("created_by", written.getCreatedBy().length(), 1, RuleReader.LONGEST_TEXT);
    RuleReader.check("rule_ids", written.getRuleIds().size(), 0, RuleReader.MOST_CAMERAS);
    return new SilenceWindow(
        written.getSilenceId(),
        SilenceKind.MAINTENANCE.is(written.getKind()),
        RuleReader.cameras(written.getCameraIds()),
        RuleReader.labels(written.getLabels()),
        Set.copyOf(written.getRuleIds()),
        written.getStartsAt(),
        written.getEndsAt(),
        RuleReader.schedule(written.getSchedule()));
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
