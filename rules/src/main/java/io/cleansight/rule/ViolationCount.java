package io.cleansight.rule;

import io.cleansight.contracts.Topics;
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

  private static final Comparator<Hit> IN_TIME =
      Comparator.comparing(Hit::at).thenComparing(Hit::violationId);

  public ViolationCount {
    Condition.check("threshold", threshold, 1);
    Condition.check(window);
  }

  @Override
  public Set<String> reads() {
    return Set.of(Topics.VIOLATIONS);
  }

  @Override
  public String describe(int count, Duration lasted) {
    return "%d x %s within %d s (rule: %d within %d s)"
        .formatted(
            count,
            violationType == null ? "violations" : violationType,
            lasted.toSeconds(),
            threshold,
            window.toSeconds());
  }

  /** Asks of the windows that hold this violation, wherever the latest one known may be. */
  @Override
  public Finding violation(Memory memory, Hit hit) {
    List<Hit> known = hits(memory);
    if ((violationType != null && !violationType.equals(hit.type()))
        || known.stream().anyMatch(it -> it.violationId().equals(hit.violationId()))) {
      return new Finding.Same(memory);
    }
    var all = new ArrayList<>(known);
    all.add(hit);
    all.sort(IN_TIME);
    var next = new Memory.Hits(nearest(all, hit.at()));
    int place = all.indexOf(hit);
    for (int first = Math.max(0, place - threshold + 1); first <= place; first++) {
      if (isFull(all, first)) {
        List<Hit> full = all.subList(first, first + threshold);
        return new Finding.Holds(
            next,
            full.getFirst().at(),
            full.getLast().at(),
            threshold,
            full.stream().map(Hit::violationId).toList());
      }
    }
    return new Finding.Same(next);
  }

  @Override
  public Finding passed(Memory memory, Instant at) {
    List<Hit> hits = hits(memory);
    @Nullable Instant end = null;
    for (int first = 0; first + threshold <= hits.size(); first++) {
      if (isFull(hits, first)) {
        Instant until = hits.get(first).at().plus(window);
        boolean isNow = !hits.get(first + threshold - 1).at().isAfter(at) && at.isBefore(until);
        if (isNow) {
          return new Finding.Same(memory);
        }
        end = until.isAfter(at) ? end : until;
      }
    }
    return new Finding.Clear(memory, end == null ? at : end);
  }

  /** It is over when its window holds too few, and that is asked when time has passed. */
  @Override
  public Finding offDuty(Memory memory, Instant at) {
    return new Finding.Same(memory);
  }

  /** What happened meanwhile was not counted; what happened before still is. */
  @Override
  public Memory unwatched(Memory memory) {
    return memory;
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
  private boolean isFull(List<Hit> hits, int first) {
    int last = first + threshold - 1;
    return last < hits.size() && hits.get(last).at().isBefore(hits.get(first).at().plus(window));
  }

  /**
   * Those that a violation may yet share a window with: near the one that came just now, as others
   * of its time may follow, or near the latest. The farthest go first if there are too many.
   */
  private List<Hit> nearest(List<Hit> all, Instant now) {
    Instant latest = all.getLast().at();
    var near = new ArrayList<>(all);
    near.removeIf(it -> distance(it, now, latest).compareTo(window.plus(LATE)) >= 0);
    int most = Math.max(FEWEST_KEPT, 2 * threshold);
    if (near.size() > most) {
      near.sort(Comparator.comparing((Hit it) -> distance(it, now, latest)).thenComparing(IN_TIME));
      near.subList(most, near.size()).clear();
      near.sort(IN_TIME);
    }
    return near;
  }

  private static Duration distance(Hit hit, Instant now, Instant latest) {
    Duration toNow = Duration.between(hit.at(), now).abs();
    Duration toLatest = Duration.between(hit.at(), latest);
    return toNow.compareTo(toLatest) < 0 ? toNow : toLatest;
  }

  private static List<Hit> hits(Memory memory) {
    return memory instanceof Memory.Hits(List<Hit> hits) ? hits : List.of();
  }
}
