package io.cleansight.rule.condition;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of the verdicts within a window that are known, fewer than {@code percent} in a hundred are
 * compliant, as the statistics count it; only where so many people were seen. The window moves in
 * {@link #PARTS} steps.
 *
 * @param item null: every item
 * @param leastPeople tracks that began within the window
 */
public record Compliance(@Nullable String item, int percent, Duration window, int leastPeople)
    implements Condition {
  static final int PARTS = 60;

  public Compliance {
    if (percent < 1 || percent > 100) {
      throw new BadRuleException("conditions.percent", "1 to 100, not " + percent);
    }
    Condition.check(window);
    Condition.check("min_people", leastPeople, 1);
  }

  @Override
  public Set<String> reads() {
    return Set.of(Topics.ACTIVITY);
  }

  /** The count of its alerts is the percentage. */
  @Override
  public Statement describe(int count, Duration lasted) {
    return said(
            AlertReason.COMPLIANCE,
            "%s worn rightly in %d %% of verdicts (rule: %d %% over %d s)"
                .formatted(worn(), count, percent, window.toSeconds()))
        .with("rate", count);
  }

  @Override
  public Statement describeEach() {
    return said(
        AlertReason.COMPLIANCE_EACH,
        "%s worn rightly in less than %d %% of verdicts over %d s"
            .formatted(worn(), percent, window.toSeconds()));
  }

  private Statement said(AlertReason reason, String english) {
    return Statement.of(reason, english)
        .with("item", item)
        .with("percent", percent)
        .with("window_seconds", window.toSeconds());
  }

  private String worn() {
    return item == null ? "items" : item;
  }

  @Override
  public ConditionResult frame(ConditionState state, FrameSeen frame, CameraVisibility visibility) {
    ConditionState.WindowCounts before =
        state instanceof ConditionState.WindowCounts known
            ? known
            : new ConditionState.WindowCounts(frame.epoch(), -1, List.of());
    long known = before.epoch().equals(frame.epoch()) ? before.newestTrack() : -1;
    var tallies = new ArrayList<>(before.tallies());
    Instant oldest = frame.at().minus(window);
    tallies.removeIf(it -> !it.start().isAfter(oldest));
    var part = new ConditionState.WindowCount(partOf(frame.at()), 0, 0, 0);
    if (!tallies.isEmpty() && !tallies.getLast().start().isBefore(part.start())) {
      part = tallies.removeLast();
    }
    tallies.add(counting(part, frame, known));
    long newest =
        frame.people().stream().mapToLong(FrameSeen.PersonSeen::track).reduce(known, Math::max);
    return judged(new ConditionState.WindowCounts(frame.epoch(), newest, tallies), frame.at());
  }

  /**
   * With what a frame shows.
   *
   * @param known the newest track that was counted before
   */
  private ConditionState.WindowCount counting(
      ConditionState.WindowCount part, FrameSeen frame, long known) {
    int compliant = part.compliant();
    int violating = part.violating();
    int people = part.people();
    for (var person : frame.people()) {
      for (var verdict : person.verdicts().entrySet()) {
        if (item == null || item.equals(verdict.getKey())) {
          compliant += ComplianceVerdict.COMPLIANT.is(verdict.getValue()) ? 1 : 0;
          violating += ComplianceVerdict.VIOLATING.is(verdict.getValue()) ? 1 : 0;
        }
      }
      people += person.track() > known ? 1 : 0;
    }
    return new ConditionState.WindowCount(part.start(), compliant, violating, people);
  }

  /** The lowest so far. */
  @Override
  public int counted(int before, int now) {
    return Math.min(before, now);
  }

  private ConditionResult judged(ConditionState.WindowCounts next, Instant at) {
    long compliant = next.tallies().stream().mapToLong(ConditionState.WindowCount::compliant).sum();
    long known =
        compliant + next.tallies().stream().mapToLong(ConditionState.WindowCount::violating).sum();
    long people = next.tallies().stream().mapToLong(ConditionState.WindowCount::people).sum();
    if (known == 0 || people < leastPeople || compliant * 100 >= percent * known) {
      return new ConditionResult.Clear(next, at);
    }
    return new ConditionResult.Holds(
        next, next.tallies().getFirst().start(), at, (int) (compliant * 100 / known), List.of());
  }

  private Instant partOf(Instant at) {
    long step = Math.max(1, window.toMillis() / PARTS);
    return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), step) * step);
  }
}
