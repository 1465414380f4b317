package io.cleansight.rule;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a condition makes of an event. */
sealed interface Finding {
  Memory memory();

  /**
   * The condition holds.
   *
   * @param windowStart when it began to, which makes the alert's identity
   * @param at when it was found to
   * @param count of what it is about
   * @param violationId the violation that made it so
   */
  record Holds(
      Memory memory, Instant windowStart, Instant at, int count, @Nullable UUID violationId)
      implements Finding {}

  /** The condition does not hold, since {@code at}. */
  record Clear(Memory memory, Instant at) implements Finding {}

  /** Nothing is new. */
  record Same(Memory memory) implements Finding {}
}
