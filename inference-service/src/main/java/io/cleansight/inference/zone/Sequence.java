package io.cleansight.inference.zone;

import io.cleansight.contracts.Words;
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
  private final List<Deed> deeds;
  private final Room room;
  private final Instant entering;
  private final @Nullable Observed observed;

  private Sequence(Journey journey, Room room, Instant entering) {
    this.deeds =
        journey.all().stream()
            .filter(deed -> !deed.at().isBefore(entering.minus(room.window())))
            .filter(deed -> !deed.type().equals(Zone.WORK_AREA))
            .toList();
    this.room = room;
    this.entering = entering;
    this.observed = journey.observed();
  }

  /**
   * A step left out or cut short.
   *
   * @param reason in words and numbers
   * @param timeline what they were seen to do, oldest first
   */
  public record Omission(String type, String reason, List<Deed> timeline) {}

  /**
   * Somebody enters the work area.
   *
   * @param verdict of {@link Words}: violating if something is missing, compliant if every step was
   *     seen, in order, else unknown
   */
  public record Entry(String verdict, List<Omission> omissions) {}

  /** What became of one step: done, not known, or left out. */
  private sealed interface Finding {
    record Done() implements Finding {}

    record Unknown() implements Finding {}

    record Missing(Omission omission) implements Finding {}
  }

  /** Judges an entry; empty where the room asks for nothing. */
  public static Optional<Entry> entry(Journey journey, Room room, Instant entering) {
    List<String> required = room.required();
    if (required.isEmpty()) {
      return Optional.empty();
    }
    var sequence = new Sequence(journey, room, entering);
    var findings = new ArrayList<Finding>();
    boolean washFirst = false;
    for (String step : required) {
      boolean wash = step.equals(Zone.HANDWASH);
      findings.add(wash ? sequence.washing() : sequence.sanitising(washFirst));
      washFirst |= wash;
    }
    List<Omission> omissions =
        findings.stream()
            .filter(Finding.Missing.class::isInstance)
            .map(finding -> ((Finding.Missing) finding).omission())
            .toList();
    boolean done = findings.stream().allMatch(Finding.Done.class::isInstance);
    String verdict = done ? Words.COMPLIANT : Words.UNKNOWN;
    return Optional.of(new Entry(omissions.isEmpty() ? verdict : Words.VIOLATING, omissions));
  }

  private Finding washing() {
    List<Deed> washes = deeds(Zone.HANDWASH);
    if (washes.isEmpty()) {
      return missing(
          observed != null && observed.fromEntrance(), Words.NO_HANDWASH, "no hand wash");
    }
    Duration washed = washes.stream().map(Deed::took).reduce(Duration.ZERO, Duration::plus);
    if (washed.compareTo(room.minimumWash()) >= 0) {
      return new Finding.Done();
    }
    String words =
        String.format(
            Locale.ROOT,
            "hands washed for %.1f s of %.0f s",
            washed.toMillis() / 1000.0,
            room.minimumWash().toMillis() / 1000.0);
    return missing(washes.stream().allMatch(this::isAllOfIt), Words.SHORT_HANDWASH, words);
  }

  /** Whether no part of it, and none since it, can have been done unseen. */
  private boolean isAllOfIt(Deed wash) {
    return observed != null && wash.whole() && !wash.at().isBefore(observed.since());
  }

  /**
   * @param washFirst whether hands must be washed before: then it must have been done after the
   *     wash, and from the basin on that was seen
   */
  private Finding sanitising(boolean washFirst) {
    List<Deed> all = deeds(Zone.SANITIZE);
    boolean known = observed != null && (washFirst || observed.fromEntrance());
    if (all.isEmpty()) {
      return missing(known, Words.NO_SANITIZE, "not sanitised");
    }
    Instant from =
        washFirst
            ? deeds(Zone.HANDWASH).stream().map(Deed::at).findFirst().orElse(Instant.MIN)
            : Instant.MIN;
    return all.stream().anyMatch(deed -> !deed.at().isBefore(from))
        ? new Finding.Done()
        : missing(known, Words.NO_SANITIZE, "sanitised only before washing");
  }

  private List<Deed> deeds(String type) {
    return deeds.stream().filter(deed -> deed.type().equals(type)).toList();
  }

  private Finding missing(boolean known, String type, String words) {
    return known ? new Finding.Missing(omission(type, words)) : new Finding.Unknown();
  }

  private Omission omission(String type, String words) {
    var text = new StringBuilder(words).append(" before the work area");
    String separator = ": ";
    for (var deed : deeds) {
      text.append(separator)
          .append(
              String.format(
                  Locale.ROOT,
                  "%s %.0f s before for %.1f s",
                  deed.type(),
                  Duration.between(deed.at(), entering).toMillis() / 1000.0,
                  deed.took().toMillis() / 1000.0));
      separator = ", ";
    }
    return new Omission(type, text.toString(), deeds);
  }
}
