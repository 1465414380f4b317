package io.cleansight.rule.condition;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a condition makes of an event. */
public sealed interface ConditionResult {
  ConditionState state();

  /**
   * The condition holds.
   *
   * @param windowStart when it began to, which makes the alert's identity
   * @param at when it was found to
   * @param count of what it is about
   * @param violationIds the violations that make it so
   */
  record Holds(
      ConditionState state, Instant windowStart, Instant at, int count, List<UUID> violationIds)
      implements ConditionResult {
    public Holds {
      violationIds = List.copyOf(violationIds);
    }
  }

  /** The condition does not hold, since {@code at}. */
  record Clear(ConditionState state, Instant at) implements ConditionResult {}

  /** Nothing is new. */
  record Same(ConditionState state) implements ConditionResult {}

  /** Something happened that is over already, beside whatever else is found. */
  record Happened(List<Occurrence> occurrences, ConditionResult found) implements ConditionResult {
    public Happened {
      occurrences = List.copyOf(occurrences);
    }

    @Override
    public ConditionState state() {
      return found.state();
    }
  }

  /**
   * An alert of its own that is over as soon as it is raised.
   *
   * @param scope what tells it from others of the same camera that began in the same frame
   * @param noticed when it was found to be over
   */
  record Occurrence(String scope, Instant from, Instant until, Instant noticed) {}
}
