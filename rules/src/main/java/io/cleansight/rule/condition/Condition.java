package io.cleansight.rule.condition;

import io.cleansight.contracts.vocabulary.wording.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * When a rule fires: what it makes of each event, given what it remembers. A new kind is a new
 * record and a line in {@code ConditionReader}. Those of open alerts are kept in a changelog.
 */
public sealed interface Condition
    permits ViolationCount, Occupancy, Nobody, Offline, Blind, Dwell, Compliance {
  int HIGHEST_COUNT = 1000;
  Duration LONGEST = Duration.ofHours(24);

  /** Topics without which it cannot be evaluated. */
  Set<String> reads();

  /** What it found, for people, without the camera. */
  Statement describe(int count, Duration lasted);

  /**
   * What holds for each of several cameras: with the numbers of the rule, as each camera has its
   * own.
   */
  Statement describeEach();

  /** A violation opened; only whoever counts them asks. */
  default ConditionResult violation(ConditionState state, ViolationRef ref) {
    return new ConditionResult.Same(state);
  }

  /** A frame was judged. */
  default ConditionResult frame(
      ConditionState state, FrameSeen frame, CameraVisibility visibility) {
    return new ConditionResult.Same(state);
  }

  /** The camera said how it is. */
  default ConditionResult visibility(
      ConditionState state, Instant at, CameraVisibility visibility) {
    return new ConditionResult.Same(state);
  }

  /** Everything up to {@code at} has been seen; only whoever counts violations asks. */
  default ConditionResult passed(ConditionState state, Instant at) {
    return new ConditionResult.Same(state);
  }

  /** The rule is not in force at the time of a frame, or of a word of the camera. */
  default ConditionResult offDuty(ConditionState state, Instant at) {
    return new ConditionResult.Clear(ConditionState.NOTHING, at);
  }

  /** What is remembered after a time in which the camera was not watched for it. */
  default ConditionState unwatched(ConditionState state) {
    return ConditionState.NOTHING;
  }

  /** Until when it holds at least that was found to hold at {@code at}. */
  default Instant outlasts(Instant windowStart, Instant at) {
    return at;
  }

  /** The count of an open alert after a further finding: the highest so far. */
  default int counted(int before, int now) {
    return Math.max(before, now);
  }

  /**
   * Holds for as long as {@code holds} is true, once that has been so for {@code holding}.
   *
   * @param count of what it is about
   */
  static ConditionResult lasting(
      ConditionState state, boolean holds, Instant at, Duration holding, int count) {
    if (!holds) {
      return new ConditionResult.Clear(ConditionState.NOTHING, at);
    }
    Instant since = state instanceof ConditionState.Since(Instant began) ? began : at;
    var next = new ConditionState.Since(since);
    return at.isBefore(since.plus(holding))
        ? new ConditionResult.Same(next)
        : new ConditionResult.Holds(next, since, at, count, List.of());
  }

  /** What is found of people holds only for as long as the camera sees. */
  static ConditionResult unlessSeen(ConditionState state, Instant at, CameraVisibility visibility) {
    return visibility == CameraVisibility.SEES
        ? new ConditionResult.Same(state)
        : new ConditionResult.Clear(ConditionState.NOTHING, at);
  }

  /** A count between {@code least} and {@link #HIGHEST_COUNT}. */
  static void check(String field, int value, int least) {
    if (value < least || value > HIGHEST_COUNT) {
      throw new BadRuleException(
          "conditions." + field, least + " to " + HIGHEST_COUNT + ", not " + value);
    }
  }

  /** A window: over 0 and at most {@link #LONGEST}. */
  static void check(Duration window) {
    if (window.isNegative() || window.isZero() || window.compareTo(LONGEST) > 0) {
      throw new BadRuleException("conditions.duration", "over 0 and at most 24 h, not " + window);
    }
  }

  /** How long something must last: 0 to {@link #LONGEST}. */
  static void checkHolding(Duration holding) {
    if (holding.isNegative() || holding.compareTo(LONGEST) > 0) {
      throw new BadRuleException("conditions.duration", "0 to 24 h, not " + holding);
    }
  }
}
