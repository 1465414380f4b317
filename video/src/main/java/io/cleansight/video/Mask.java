package io.cleansight.video;

import java.util.List;

/**
 * A part of the picture that nobody is to see.
 *
 * @param corners of a polygon, three or more; some may lie beside the picture
 */
public record Mask(List<Corner> corners) {
  private static final int FEWEST = 3;

  /** In fractions of the picture, from its upper left corner. */
  public record Corner(double x, double y) {
    public Corner {
      if (!Double.isFinite(x) || !Double.isFinite(y)) {
        throw new IllegalArgumentException("a mask has a corner at " + x + ", " + y);
      }
    }
  }

  /**
   * @throws IllegalArgumentException if it covers nothing
   */
  public Mask {
    corners = List.copyOf(corners);
    if (corners.size() < FEWEST) {
      throw new IllegalArgumentException("a mask needs 3 corners or more, not " + corners);
    }
  }
}
