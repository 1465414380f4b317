package io.cleansight.alert.notify;

import io.cleansight.alert.notify.channel.Channel;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.jcip.annotations.ThreadSafe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel with its own places and its own circuit breaker: one that is slow or broken takes
 * nothing from another.
 */
@ThreadSafe
final class ChannelGate {
  private static final Logger log = LoggerFactory.getLogger(ChannelGate.class);

  /** The breaker opens when half of the last ten attempts failed, of five at least. */
  private static final int WINDOW = 10;

  private static final int FEWEST = 5;

  private final Channel channel;
  private final Semaphore places;
  private final CircuitBreaker breaker;

  /**
   * @param pause for how long nothing is attempted once the breaker has opened
   * @param nanoTime a clock that nobody sets
   */
  ChannelGate(Channel channel, int parallel, Duration pause, LongSupplier nanoTime) {
    this.channel = channel;
    this.places = new Semaphore(parallel);
    this.breaker = CircuitBreaker.of(channel.name(), settings(pause, nanoTime));
    breaker
        .getEventPublisher()
        .onStateTransition(
            it ->
                log.warn(
                    "channel {}: circuit breaker {}", channel.name(), it.getStateTransition()));
  }

  private static CircuitBreakerConfig settings(Duration pause, LongSupplier nanoTime) {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(WINDOW)
        .minimumNumberOfCalls(FEWEST)
        .waitDurationInOpenState(pause)
        .permittedNumberOfCallsInHalfOpenState(1)
        .clock(new SteadyClock(nanoTime))
        .build();
  }

  Channel channel() {
    return channel;
  }

  /** Takes a place, to be freed by one of the methods below; false if there is none. */
  boolean enter() {
    if (!places.tryAcquire()) {
      return false;
    }
    if (!breaker.tryAcquirePermission()) {
      places.release();
      return false;
    }
    return true;
  }

  /** The channel answered, be it with a refusal. */
  void answered(long nanos) {
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    places.release();
  }

  void failed(long nanos, Exception why) {
    breaker.onError(nanos, TimeUnit.NANOSECONDS, why);
    places.release();
  }

  /** Nothing was attempted. */
  void left() {
    breaker.releasePermission();
    places.release();
  }
}
