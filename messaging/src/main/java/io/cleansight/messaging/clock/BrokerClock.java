package io.cleansight.messaging.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.jcip.annotations.ThreadSafe;
import org.springframework.kafka.support.SendResult;

/**
 * The broker's time, whatever this machine's clock says. Each acknowledged record of a topic with
 * LogAppendTime bounds it: the record was appended after it was sent and before it was acknowledged
 * (Cristian, 1989). Between two records the monotonic clock carries on, so setting this machine's
 * clock moves nothing. Until the first record it is this machine's clock.
 */
@ThreadSafe
public final class BrokerClock implements InstantSource {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /**
   * A correction backwards of less is waited out: time stands still for so long. A larger one is a
   * step.
   */
  private static final Duration STEP = Duration.ofSeconds(1);

  private final InstantSource wall;
  private final LongSupplier nanoTime;
  private boolean known;

  /** Broker's nanoseconds since 1970 minus {@code nanoTime}. */
  private long offset;

  private Instant last = Instant.MIN;

  public BrokerClock() {
    this(Clock.systemUTC(), System::nanoTime);
  }

  /**
   * @param wall this machine's clock
   * @param nanoTime a clock that nobody sets, in nanoseconds
   */
  public BrokerClock(InstantSource wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
  }

  /**
   * Sends, and learns the time from the acknowledgement.
   *
   * @param send of one record to a topic with LogAppendTime
   */
  public <K, V> CompletableFuture<SendResult<K, V>> timing(
      Supplier<CompletableFuture<SendResult<K, V>>> send) {
    long sent = nanoTime.getAsLong();
    return send.get()
        .whenComplete(
            (result, _) -> {
              // The broker tells no time for a record that it had already.
              if (result != null && result.getRecordMetadata().hasTimestamp()) {
                learn(sent, nanoTime.getAsLong(), result.getRecordMetadata().timestamp());
              }
            });
  }

  /**
   * A record sent and acknowledged then, in {@code nanoTime}, was appended at that time.
   *
   * @param appendedMillis of the broker, cut to the millisecond
   */
  synchronized void learn(long sent, long acknowledged, long appendedMillis) {
    long least = appendedMillis * NANOS_PER_MILLI - acknowledged;
    long most = (appendedMillis + 1) * NANOS_PER_MILLI - sent;
    offset = known ? Math.clamp(offset, least, most) : least + (most - least) / 2;
    known = true;
  }

  /** The broker's time; never before what was said last, but after a step of the broker's clock. */
  @Override
  public synchronized Instant instant() {
    Instant now = known ? brokerTime() : wall.instant();
    boolean slightlyBack = now.isBefore(last) && now.isAfter(last.minus(STEP));
    if (!slightlyBack) {
      last = now;
    }
    return last;
  }

  /** How far this machine's clock is ahead of the broker's; empty while that is not known. */
  public synchronized Optional<Duration> skew() {
    return known ? Optional.of(Duration.between(brokerTime(), wall.instant())) : Optional.empty();
  }

  private Instant brokerTime() {
    long nanos = offset + nanoTime.getAsLong();
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }
}
