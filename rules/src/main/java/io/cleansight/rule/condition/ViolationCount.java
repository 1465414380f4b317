package io.cleansight.rule.condition;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * So many violations open within a window. What the first system called {@code violation_threshold}
 * and {@code continuous_violation} are both this: they differ in how they are written. It ends at
 * the moment when the window no longer holds enough, whenever that is noticed.
 *
 * @param violationType null: any
 */
public record ViolationCount(@Nullable String violationType, int threshold, Duration window)
    implements Condition {
  /** Violations may come out of order by so much. */
  static final Duration LATE = Duration.ofHours(1);

  /** So many are remembered at least, if there are as many. */
  static final int FEWEST_KEPT = 64;

  private static final Comparator<ViolationRef> IN_TIME =
      Comparator.comparing(ViolationRef::at).thenComparing(ViolationRef::violationId);

  public ViolationCount {
    Condition.check("threshold", threshold, 1);
    Condition.check(window);
  }

  @Override
  public Set<String> reads() {
    return Set.of(Topics.VIOLATIONS);
  }

  /** What came after the alert was raised lies in no time that is known here. */
  @Override
  public Statement describe(int count, Duration lasted) {
    boolean more = count > threshold;
    return said(
            more ? AlertReason.MORE_VIOLATIONS : AlertReason.VIOLATIONS,
            "%d x %s%s within %d s (rule: %d within %d s)"
                .formatted(
                    count,
                    counted(),
                    more ? ", the first " + threshold : "",
                    lasted.toSeconds(),
                    threshold,
                    window.toSeconds()))
        .with("count", count)
        .with("lasted_seconds", lasted.toSeconds());
  }

  @Override
  public Statement describeEach() {
    return said(
        AlertReason.VIOLATIONS_EACH,
        "at least %d x %s within %d s".formatted(threshold, counted(), window.toSeconds()));
  }

  private Statement said(AlertReason reason, String english) {
    return Statement.of(reason, english)
        .with("violation_type", violationType)
        .with("threshold", threshold)
        .with("window_seconds", window.toSeconds());
  }

  private String counted() {
    return violationType == null ? "violations" : violationType;
  }

  /** Asks of the windows that hold this violation, wherever the latest one known may be. */
  @Override
  public ConditionResult violation(ConditionState state, ViolationRef ref) {
    List<ViolationRef> known = refs(state);
    if (!counts(ref) || isAmong(known, ref)) {
      return new ConditionResult.Same(state);
    }
    var all = new ArrayList<>(known);
    all.add(ref);
    all.sort(IN_TIME);
    var next = new ConditionState.ViolationRefs(nearest(all, ref.at()));
    int place = all.indexOf(ref);
    for (int first = Math.max(0, place - threshold + 1); first <= place; first++) {
      if (isFull(all, first)) {
        return holds(next, all.subList(first, first + threshold));
      }
    }
    return new ConditionResult.Same(next);
  }

  private boolean counts(ViolationRef ref) {
    return violationType == null || violationType.equals(ref.type());
  }

  private static boolean isAmong(List<ViolationRef> known, ViolationRef ref) {
    return known.stream().anyMatch(it -> it.violationId().equals(ref.violationId()));
  }

  private ConditionResult holds(ConditionState next, List<ViolationRef> full) {
    return new ConditionResult.Holds(
        next,
        full.getFirst().at(),
        full.getLast().at(),
        threshold,
        full.stream().map(ViolationRef::violationId).toList());
  }

  @Override
  public ConditionResult passed(ConditionState state, Instant at) {
    List<ViolationRef> refs = refs(state);
    @Nullable Instant end = null;
    for (int first = 0; first + threshold <= refs.size(); first++) {
      if (isFull(refs, first)) {
        Instant until = refs.get(first).at().plus(window);
        boolean isNow = !refs.get(first + threshold - 1).at().isAfter(at) && at.isBefore(until);
        if (isNow) {
          return new ConditionResult.Same(state);
        }
        end = until.isAfter(at) ? end : until;
      }
    }
    return new ConditionResult.Clear(state, end == null ? at : end);
  }

  /** It is over when its window holds too few, and that is asked when time has passed. */
  @Override
  public ConditionResult offDuty(ConditionState state, Instant at) {
    return new ConditionResult.Same(state);
  }

  /** What happened meanwhile was not counted; what happened before still is. */
  @Override
  public ConditionState unwatched(ConditionState state) {
    return state;
  }

  @Override
  public Instant outlasts(Instant windowStart, Instant at) {
    return windowStart.plus(window);
  }

  /** Each further violation is one more. */
  @Override
  public int counted(int before, int now) {
    return before + 1;
  }

  /** Whether so many from {@code first} on lie within a window. */
  private boolean isFull(List<ViolationRef> refs, int first) {
    int last = first + threshold - 1;
    return last < refs.size() && refs.get(last).at().isBefore(refs.get(first).at().plus(window));
  }

  /**
   * Those that a violation may yet share a window with: near the one that came just now, as others
   * of its time may follow, or near the latest. The farthest go first if there are too many.
   */
  private List<ViolationRef> nearest(List<ViolationRef> all, Instant now) {
    Instant latest = all.getLast().at();
    var near = new ArrayList<>(all);
    near.removeIf(it -> distance(it, now, latest).compareTo(window.plus(LATE)) >= 0);
    int most = Math.max(FEWEST_KEPT, 2 * threshold);
    if (near.size() > most) {
      near.sort(
          Comparator.comparing((ViolationRef it) -> distance(it, now, latest))
              .thenComparing(IN_TIME));
      near.subList(most, near.size()).clear();
      near.sort(IN_TIME);
    }
    return near;
  }

  private static Duration distance(ViolationRef ref, Instant now, Instant latest) {
    Duration toNow = Duration.between(ref.at(), now).abs();
    Duration toLatest = Duration.between(ref.at(), latest);
    return toNow.compareTo(toLatest) < 0 ? toNow : toLatest;
  }

  private static List<ViolationRef> refs(ConditionState state) {
    return state instanceof ConditionState.ViolationRefs(List<ViolationRef> refs)
        ? refs
        : List.of();
  }
}
