package io.cleansight.inference.zone;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Being in the zones of one type, or doing there what a model says by itself: the same stay,
 * however it is seen. It counts once the person has been in a zone for its dwell, or the model has
 * said so for {@link #TOLD}; each by its own span, so that one false word makes no passer-by wash.
 * A value.
 *
 * @param until when last seen in it
 * @param counts whether it has lasted long enough
 * @param whole whether it was seen without a gap from its beginning on
 * @param inZone in one of the zones, without leaving them all; null if not
 * @param told as the model has said without a pause; null if not
 */
public record Stay(
    String type,
    Instant since,
    Instant until,
    boolean counts,
    boolean whole,
    @Nullable Span inZone,
    @Nullable Span told) {

  /** Who is out of a zone for less has not left it. */
  static final Duration LEAVING = Duration.ofMillis(1500);

  /** For how long a model must say so where there is no zone. */
  static final Duration TOLD = Duration.ofSeconds(1);

  /** From one look to another. */
  public record Span(Instant since, Instant until) {
    private static Span extended(@Nullable Span before, Instant at) {
      return new Span(before == null ? at : before.since, at);
    }

    private boolean lasts(Duration dwell) {
      return Duration.between(since, until).compareTo(dwell) >= 0;
    }
  }

  /**
   * @param seenBefore whether the person was seen elsewhere just before
   */
  static Stay begin(String type, Instant at, boolean seenBefore) {
    return new Stay(type, at, at, false, seenBefore, null, null);
  }

  /**
   * After a look at the person, who may be seen in it or not.
   *
   * @param dwell of the zone that the person is in; null if in none
   * @param said whether a model says so
   */
  Stay seen(Instant at, @Nullable Duration dwell, boolean said) {
    Span nowInZone = dwell == null ? unlessOver(inZone, at) : Span.extended(inZone, at);
    Span nowTold = said ? Span.extended(told, at) : unlessOver(told, at);
    boolean enough =
        counts
            || (dwell != null && nowInZone != null && nowInZone.lasts(dwell))
            || (said && nowTold != null && nowTold.lasts(TOLD));
    Instant nowUntil = dwell == null && !said ? until : at;
    return new Stay(type, since, nowUntil, enough, whole, nowInZone, nowTold);
  }

  /** The same, of which a part was not seen. */
  Stay interrupted() {
    return new Stay(type, since, until, counts, false, inZone, told);
  }

  boolean isOver(Instant at) {
    return isOver(until, at);
  }

  CompletedStep step() {
    return new CompletedStep(type, since, Duration.between(since, until), whole);
  }

  private static @Nullable Span unlessOver(@Nullable Span span, Instant at) {
    return span == null || isOver(span.until, at) ? null : span;
  }

  private static boolean isOver(Instant until, Instant at) {
    return until.plus(LEAVING).isBefore(at);
  }
}
