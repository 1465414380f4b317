package io.cleansight.capture.camera;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.jcip.annotations.NotThreadSafe;

/** Plays a video at its own pace, counted from its first picture. */
@NotThreadSafe
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

  /** Waits until the picture is due; false if it is more than {@link #LATE} overdue. */
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

  /** The next picture is due at once, and those that follow after it. */
  void restart() {
    started = false;
  }
}
