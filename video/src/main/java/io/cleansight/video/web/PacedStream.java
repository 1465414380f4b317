package io.cleansight.video.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.NotThreadSafe;

/**
 * Bytes that come evenly over a time, so that the pictures in them come about when they are due.
 */
@NotThreadSafe
final class PacedStream extends FilterInputStream {
  private static final long SLICES_PER_SECOND = 20;
  private static final int SMALLEST_SLICE = 1316; // seven packets of MPEG-TS

  private final long length;
  private final long nanos;
  private final int slice;
  private final CountDownLatch closed;
  private final long start = System.nanoTime();
  private long given;

  /**
   * @param length of all that comes
   * @param time over which it comes
   * @param closed ends all waiting
   */
  PacedStream(InputStream in, long length, Duration time, CountDownLatch closed) {
    super(in);
    this.length = length;
    this.nanos = time.toNanos();
    this.closed = closed;
    long slices = Math.max(1, time.toMillis() * SLICES_PER_SECOND / 1000);
    this.slice = Math.toIntExact(Math.clamp(length / slices, SMALLEST_SLICE, 1 << 20));
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int most) throws IOException {
    long due = start + Math.round((double) nanos * given / length);
    try {
      if (closed.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new IOException("closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    int read = super.read(bytes, offset, Math.min(most, slice));
    given += Math.max(read, 0);
    return read;
  }
}
