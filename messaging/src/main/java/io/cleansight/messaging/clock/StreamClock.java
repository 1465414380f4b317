package io.cleansight.messaging.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import net.jcip.annotations.NotThreadSafe;

/**
 * The broker's time as a task of a topology knows it: that of the latest record, carried on by the
 * monotonic clock while none comes. What this machine's clock says, or is set to, moves nothing.
 */
@NotThreadSafe
public final class StreamClock {
  /**
   * More than that between two ticks was a pause of this process, in which it read nothing either:
   * records of that time may be waiting.
   */
  static final Duration LONGEST_TICK = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final Duration late;
  private Instant latest = Instant.EPOCH;
  private Instant estimate = Instant.EPOCH;
  private long carriedTo;

  /**
   * @param nanoTime a clock that nobody sets, in nanoseconds
   * @param late how long a record may be on its way: so far does time stay behind while it is
   *     carried on
   */
  public StreamClock(LongSupplier nanoTime, Duration late) {
    this.nanoTime = nanoTime;
    this.late = late;
    this.carriedTo = nanoTime.getAsLong();
  }

  /** A record was read that the broker appended then. */
  public void seen(Instant appended) {
    if (appended.isAfter(latest)) {
      latest = appended;
    }
    if (appended.isAfter(estimate)) {
      estimate = appended;
      carriedTo = nanoTime.getAsLong();
    }
  }

  /** Carries time on; to be called about twice a second. Nothing is known before a record is. */
  public Instant tick() {
    long nanos = nanoTime.getAsLong();
    if (estimate.isAfter(Instant.EPOCH)) {
      estimate = estimate.plusNanos(Math.min(nanos - carriedTo, LONGEST_TICK.toNanos()));
    }
    carriedTo = nanos;
    return now();
  }

  /** Never before what it was. */
  public Instant now() {
    Instant carried = estimate.minus(late);
    return carried.isAfter(latest) ? carried : latest;
  }
}
