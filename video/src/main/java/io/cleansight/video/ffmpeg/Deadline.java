package io.cleansight.video.ffmpeg;

import io.cleansight.video.web.Limit;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import net.jcip.annotations.ThreadSafe;

/**
 * Until when a source may take. FFmpeg's own time-outs do not hold against a server that drips
 * bytes: what it reads from is closed once the deadline is over.
 */
@ThreadSafe
final class Deadline implements Limit {
  private static final long SHORTEST_WATCH = 50_000_000;

  /** It may have been brought forward meanwhile. */
  private static final long LONGEST_WATCH = 1_000_000_000;

  private static final long NEVER = Duration.ofDays(365).toNanos();

  private volatile long at = System.nanoTime() + NEVER;

  void in(Duration patience) {
    at = System.nanoTime() + patience.toNanos();
  }

  /** Nobody waits for the source; a deadline that is over stays over. */
  void rest() {
    if (!isOver()) {
      at = System.nanoTime() + NEVER;
    }
  }

  @Override
  public long nanosLeft() {
    return at - System.nanoTime();
  }

  /**
   * Does that once it is over, on a thread of its own, unless what is returned is closed before.
   */
  Watch whenOver(Runnable end) {
    return new Watch(Thread.ofVirtual().start(() -> watch(end)));
  }

  /** Waits for a deadline. */
  record Watch(Thread thread) implements AutoCloseable {
    @Override
    public void close() {
      thread.interrupt();
    }
  }

  private void watch(Runnable end) {
    while (!Thread.currentThread().isInterrupted()) {
      long left = nanosLeft();
      if (left < 0) {
        end.run();
        return;
      }
      LockSupport.parkNanos(Math.clamp(left, SHORTEST_WATCH, LONGEST_WATCH));
    }
  }
}
