package io.cleansight.video.fragment;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a muxer of MP4 writes, box by box: the init data, and then fragments. */
final class Boxes extends OutputStream {
  private static final int HEADER = 8;
  private static final int LONGEST = 64 << 20;

  private final Receiver receiver;
  private byte[] bytes = new byte[64 << 10];
  private int size;

  /** Where the box begins that is not complete. */
  private int box;

  private @Nullable InitData init;

  /** Of fragments. */
  @FunctionalInterface
  interface Receiver {
    void fragment(InitData init, byte[] fragment);
  }

  Boxes(Receiver receiver) {
    this.receiver = receiver;
  }

  /** The init data; null until it has been written. */
  @Nullable InitData init() {
    return init;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (size + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, 2 * bytes.length));
    }
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
    while (size - box >= HEADER) {
      int boxSize = ByteBuffer.wrap(bytes).getInt(box);
      if (boxSize < HEADER || boxSize > LONGEST) {
        throw new IOException("a box of " + boxSize + " bytes");
      }
      if (size - box < boxSize) {
        return;
      }
      String name = new String(bytes, box + 4, 4, StandardCharsets.US_ASCII);
      box += boxSize;
      complete(name);
    }
  }

  private void complete(String name) throws IOException {
    switch (name) {
      case "moov" -> init = InitData.of(taken());
      case "mdat" -> {
        byte[] fragment = taken();
        if (init == null) {
          throw new IOException("a fragment before the init data");
        }
        receiver.fragment(init, fragment);
      }
      default -> {} // belongs to what follows
    }
  }

  /** All that is complete, which goes. */
  private byte[] taken() {
    byte[] taken = Arrays.copyOf(bytes, box);
    System.arraycopy(bytes, box, bytes, 0, size - box);
    size -= box;
    box = 0;
    return taken;
  }
}
