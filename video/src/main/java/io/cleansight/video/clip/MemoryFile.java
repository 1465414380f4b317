package io.cleansight.video.clip;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.bytedeco.javacv.Seekable;

/** A file that is in memory, up to a size. Whoever writes may go back, or leave zeroes out. */
final class MemoryFile extends OutputStream implements Seekable {
  private static final int CURRENT = 1;
  private static final int END = 2;
  private static final int MODE = 3;

  private final int most;
  private byte[] bytes = new byte[1 << 20];
  private int length;
  private int position;

  MemoryFile(int most) {
    this.most = most;
  }

  @Override
  public void seek(long offset, int whence) {
    long base =
        switch (whence & MODE) {
          case CURRENT -> position;
          case END -> length;
          default -> 0;
        };
    long wanted = base + offset;
    if (wanted < 0 || wanted > most) {
      throw new IllegalArgumentException(wanted + " is not within " + most + " bytes");
    }
    position = (int) wanted;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int count) throws IOException {
    if (count > most - position) {
      throw new IOException("more than " + most + " bytes");
    }
    if (position + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.clamp(2L * bytes.length, position + count, most));
    }
    System.arraycopy(from, offset, bytes, position, count);
    position += count;
    length = Math.max(length, position);
  }

  byte[] content() {
    return Arrays.copyOf(bytes, length);
  }
}
