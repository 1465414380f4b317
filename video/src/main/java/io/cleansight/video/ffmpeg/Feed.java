package io.cleansight.video.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import net.jcip.annotations.NotThreadSafe;

/**
 * A stream as JavaCV's grabber takes it: it says of a failure no more than that the stream is over,
 * since the grabber would print it.
 */
@NotThreadSafe
final class Feed extends InputStream {
  private static final int PROBED = 64 << 10;

  private final InputStream in;
  private final Deadline deadline;
  private final byte[] beginning = new byte[PROBED];
  private int begun;
  private boolean brokeOff;

  Feed(InputStream in, Deadline deadline) {
    this.in = in;
    this.deadline = deadline;
  }

  /** What FFmpeg knew when it could not tell what it is. */
  byte[] beginning() {
    return Arrays.copyOf(beginning, begun);
  }

  /** Whether it ended with an error. */
  boolean brokeOff() {
    return brokeOff;
  }

  @Override
  public int read() {
    var one = new byte[1];
    return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    try {
      int read = in.read(to, offset, length);
      if (deadline.isOver()) {
        return -1;
      }
      int remembered = Math.min(read, PROBED - begun);
      if (remembered > 0) {
        System.arraycopy(to, offset, beginning, begun, remembered);
        begun += remembered;
      }
      return read;
    } catch (IOException | UncheckedIOException e) {
      brokeOff = true;
      return -1;
    }
  }

  /** So that no buffer is put before it. */
  @Override
  public boolean markSupported() {
    return true;
  }

  /** What the grabber takes for a file name; it tries that a second time when opening fails. */
  @Override
  public String toString() {
    return "stream:";
  }
}
