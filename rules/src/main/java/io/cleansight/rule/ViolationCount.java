package io.cleansight.rule;

import io.cleansight.contracts.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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

  @Override
  public Finding violation(Memory memory, Hit hit) {
    List<Hit> known = hits(memory);
    if ((violationType != null && !violationType.equals(hit.type()))
        || known.stream().anyMatch(it -> it.violationId().equals(hit.violationId()))) {
      return new Finding.Same(memory);
    }
    var all = new ArrayList<>(known);
    all.add(hit);
    all.sort(Comparator.comparing(Hit::at).thenComparing(Hit::violationId));
    Instant latest = all.getLast().at();
    List<Hit> recent = all.stream().filter(it -> it.at().isAfter(latest.minus(window))).toList();
    List<Hit> kept = recent.subList(Math.max(0, recent.size() - threshold), recent.size());
    var next = new Memory.Hits(kept);
    if (kept.size() < threshold) {
      return new Finding.Same(next);
    }
    return new Finding.Holds(next, kept.getFirst().at(), latest, threshold, hit.violationId());
  }

  @Override
  public Finding passed(Memory memory, Instant at) {
    List<Hit> hits = hits(memory);
    if (hits.size() < threshold) {
      return new Finding.Clear(memory, at);
    }
    Instant end = hits.get(hits.size() - threshold).at().plus(window);
    return at.isBefore(end) ? new Finding.Same(memory) : new Finding.Clear(memory, end);
  }

  /** Each further violation is one more. */
  @Override
  public int counted(int before, int now) {
    return before + 1;
  }

  static List<UUID> ids(Memory memory) {
    return hits(memory).stream().map(Hit::violationId).toList();
  }

  private static List<Hit> hits(Memory memory) {
    return memory instanceof Memory.Hits(List<Hit> hits) ? hits : List.of();
  }
}
