package io.cleansight.video;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;

/**
 * A picture at a glance: its brightness at {@link #COLUMNS} x {@link #ROWS} points, enough to tell
 * whether it shows anything and whether it is the picture of before.
 */
public final class Glance {
  public static final int COLUMNS = 32;
  public static final int ROWS = 18;

  private final int[] luma;

  /**
   * @param luma row by row, each 0 to 255
   */
  public Glance(int[] luma) {
    if (luma.length != COLUMNS * ROWS) {
      throw new IllegalArgumentException(luma.length + " points, not " + COLUMNS * ROWS);
    }
    this.luma = luma.clone();
  }

  /** Of the points beside masks, to be asked for brightness, contrast and sameness alone. */
  private Glance(IntStream luma) {
    this.luma = luma.toArray();
  }

  /** What is beside masks, which are black whatever the camera sees; all of it if nothing is. */
  public Glance beside(List<Mask> masks) {
    if (masks.isEmpty()) {
      return this;
    }
    var stencil = new Stencil(masks, COLUMNS, ROWS);
    var open =
        new Glance(
            IntStream.range(0, luma.length)
                .filter(it -> !stencil.row(it / COLUMNS).get(it % COLUMNS))
                .map(it -> luma[it]));
    return open.luma.length == 0 ? this : open;
  }

  /**
   * Of a plane of brightness, 0 to 255.
   *
   * @param stride bytes from one row to the next
   */
  static Glance of(BytePointer plane, int stride, int width, int height) {
    var luma = new int[COLUMNS * ROWS];
    for (int row = 0; row < ROWS; row++) {
      long y = (2L * row + 1) * height / (2 * ROWS);
      for (int column = 0; column < COLUMNS; column++) {
        long x = (2L * column + 1) * width / (2 * COLUMNS);
        luma[row * COLUMNS + column] = plane.get(y * stride + x) & 0xff;
      }
    }
    return new Glance(luma);
  }

  /** Row by row, each 0 to 255. */
  public byte[] bytes() {
    var bytes = new byte[luma.length];
    for (int i = 0; i < luma.length; i++) {
      bytes[i] = (byte) luma[i];
    }
    return bytes;
  }

  /** As {@link #bytes} gives it. */
  public static Glance of(byte[] bytes) {
    var luma = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      luma[i] = bytes[i] & 0xff;
    }
    return new Glance(luma);
  }

  /** From 0, black, to 255, white. */
  public double brightness() {
    return Arrays.stream(luma).average().orElse(0);
  }

  /** Standard deviation of the brightness. */
  public double contrast() {
    double mean = brightness();
    return Math.sqrt(
        Arrays.stream(luma).mapToDouble(it -> (it - mean) * (it - mean)).average().orElse(0));
  }

  /**
   * How many points are brighter or darker than the other's.
   *
   * @param by more than this, of 255
   */
  public int pointsThatDiffer(Glance other, int by) {
    int differ = 0;
    for (int i = 0; i < luma.length; i++) {
      if (Math.abs(luma[i] - other.luma[i]) > by) {
        differ++;
      }
    }
    return differ;
  }

  /** Whether no point differs: what a sensor sees has noise, even of an empty room. */
  public boolean isSameAs(Glance other) {
    return Arrays.equals(luma, other.luma);
  }
}
