package io.cleansight.inference.zone;

import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.contracts.vocabulary.ViolationType;
import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.contracts.vocabulary.wording.Statement;
import io.cleansight.contracts.vocabulary.wording.ViolationReason;
import io.cleansight.inference.zone.Journey.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody who enters the work area has done before what a room asks for. Only what was
 * seen without a gap from the entrance, or from the basin, on can be held to be missing.
 */
public final class Sequence {
  private final List<CompletedStep> steps;
  private final Room room;
  private final Instant entering;
  private final @Nullable Observed observed;

  private Sequence(Journey journey, Room room, Instant entering) {
    this.steps =
        journey.all().stream()
            .filter(step -> !step.at().isBefore(entering.minus(room.window())))
            .filter(step -> !ZoneType.WORK_AREA.is(step.type()))
            .toList();
    this.room = room;
    this.entering = entering;
    this.observed = journey.observed();
  }

  /**
   * A required step left out or cut short.
   *
   * @param timeline what they were seen to do, oldest first
   */
  public record MissedStep(ViolationType type, Statement reason, List<CompletedStep> timeline) {}

  /**
   * Somebody enters the work area.
   *
   * @param verdict violating if something is missing, compliant if every step was seen, in order,
   *     else unknown
   */
  public record Entry(ComplianceVerdict verdict, List<MissedStep> missedSteps) {}

  /** What became of one step: done, not known, or left out. */
  private sealed interface StepResult {
    record Done() implements StepResult {}

    record Unknown() implements StepResult {}

    record Missing(MissedStep missedStep) implements StepResult {}
  }

  /** Judges an entry; empty where the room asks for nothing. */
  public static Optional<Entry> entry(Journey journey, Room room, Instant entering) {
    if (room.required().isEmpty()) {
      return Optional.empty();
    }
    var sequence = new Sequence(journey, room, entering);
    List<StepResult> results = sequence.results();
    List<MissedStep> missedSteps =
        results.stream()
            .filter(StepResult.Missing.class::isInstance)
            .map(result -> ((StepResult.Missing) result).missedStep())
            .toList();
    boolean done = results.stream().allMatch(StepResult.Done.class::isInstance);
    ComplianceVerdict verdict = done ? ComplianceVerdict.COMPLIANT : ComplianceVerdict.UNKNOWN;
    return Optional.of(
        new Entry(missedSteps.isEmpty() ? verdict : ComplianceVerdict.VIOLATING, missedSteps));
  }

  /** Of each step that the room asks for, in its order. */
  private List<StepResult> results() {
    var results = new ArrayList<StepResult>();
    boolean washFirst = false;
    for (String step : room.required()) {
      boolean wash = ZoneType.HANDWASH.is(step);
      results.add(wash ? washing() : sanitising(washFirst));
      washFirst |= wash;
    }
    return results;
  }

  private StepResult washing() {
    List<CompletedStep> washes = steps(ZoneType.HANDWASH.word());
    if (washes.isEmpty()) {
      return missing(
          observed != null && observed.fromEntrance(),
          ViolationType.NO_HANDWASH,
          reason(ViolationReason.NOT_WASHED, "no hand wash"));
    }
    Duration washed =
        washes.stream().map(CompletedStep::took).reduce(Duration.ZERO, Duration::plus);
    if (washed.compareTo(room.minimumWash()) >= 0) {
      return new StepResult.Done();
    }
    return missing(
        washes.stream().allMatch(this::isAllOfIt),
        ViolationType.SHORT_HANDWASH,
        tooBrief(washed.toMillis() / 1000.0, room.minimumWash().toMillis() / 1000.0));
  }

  private Statement tooBrief(double seconds, double minimum) {
    String words =
        String.format(Locale.ROOT, "hands washed for %.1f s of %.0f s", seconds, minimum);
    return reason(ViolationReason.WASHED_TOO_BRIEFLY, words)
        .with("seconds", seconds, 1)
        .with("minimum_seconds", minimum, 0);
  }

  /** Whether no part of it, and none since it, can have been done unseen. */
  private boolean isAllOfIt(CompletedStep wash) {
    return observed != null && wash.whole() && !wash.at().isBefore(observed.since());
  }

  /**
   * @param washFirst whether hands must be washed before: then it must have been done after the
   *     wash, and from the basin on that was seen
   */
  private StepResult sanitising(boolean washFirst) {
    List<CompletedStep> all = steps(ZoneType.SANITIZE.word());
    boolean known = observed != null && (washFirst || observed.fromEntrance());
    if (all.isEmpty()) {
      return missing(
          known, ViolationType.NO_SANITIZE, reason(ViolationReason.NOT_SANITIZED, "not sanitised"));
    }
    Instant from =
        washFirst
            ? steps(ZoneType.HANDWASH.word()).stream()
                .map(CompletedStep::at)
                .findFirst()
                .orElse(Instant.MIN)
            : Instant.MIN;
    return all.stream().anyMatch(step -> !step.at().isBefore(from))
        ? new StepResult.Done()
        : missing(
            known,
            ViolationType.NO_SANITIZE,
            reason(ViolationReason.SANITIZED_BEFORE_WASHING, "sanitised only before washing"));
  }

  private List<CompletedStep> steps(String type) {
    return steps.stream().filter(step -> step.type().equals(type)).toList();
  }

  private StepResult missing(boolean known, ViolationType type, Statement reason) {
    return known
        ? new StepResult.Missing(new MissedStep(type, reason, steps))
        : new StepResult.Unknown();
  }

  /** In English with what they were seen to do, which has its own place in the event. */
  private Statement reason(ViolationReason reason, String words) {
    var text = new StringBuilder(words).append(" before the work area");
    String separator = ": ";
    for (var step : steps) {
      text.append(separator)
          .append(
              String.format(
                  Locale.ROOT,
                  "%s %.0f s before for %.1f s",
                  step.type(),
                  Duration.between(step.at(), entering).toMillis() / 1000.0,
                  step.took().toMillis() / 1000.0));
      separator = ", ";
    }
    return Statement.of(reason, text.toString());
  }
}
