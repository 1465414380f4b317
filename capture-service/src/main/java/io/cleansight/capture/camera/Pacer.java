package io.cleansight.capture.camera;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds a video to its own pace: the first picture now, each later one when its time has come. For
 * one thread.
 */
final class Pacer {
  private static final Duration LATE = Duration.ofSeconds(1);

  private final CountDownLatch stop;
  private final LongSupplier nanoTime;
  private boolean started;
  private long start;

  /**
   * @param stop ends every wait
   * @param nanoTime a clock that nobody sets, in nanoseconds
   */
  Pacer(CountDownLatch stop, LongSupplier nanoTime) {
    this.stop = stop;
    this.nanoTime = nanoTime;
  }

  /** Waits until it is time; false if that was more than {@link #LATE} ago. */
  boolean await(Duration mediaTime) throws InterruptedException {
    long now = nanoTime.getAsLong();
    if (!started) {
      started = true;
      start = now - mediaTime.toNanos();
    }
    long wait = start + mediaTime.toNanos() - now;
    if (wait > 0) {
      stop.await(wait, TimeUnit.NANOSECONDS);
    }
    return -wait <= LATE.toNanos();
  }
}
