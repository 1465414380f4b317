package io.cleansight.video;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is taken of a video.
 *
 * @param framesPerSecond by media time; null: every picture
 * @param jpegQuality from 1 to 100, best
 * @param longestSide in pixels; a larger picture is made smaller. Null: its own size
 * @param masks what is black in pictures and in the video that is kept
 */
public record Taking(
    @Nullable Double framesPerSecond,
    int jpegQuality,
    @Nullable Integer longestSide,
    List<Mask> masks) {
  /** Every picture, in its own size. */
  public static final Taking ALL = new Taking(null, 85, null);

  private static final int SHORTEST_SIDE = 16;

  /**
   * @throws IllegalArgumentException naming what is wrong
   */
  public Taking {
    masks = List.copyOf(masks);
    if (framesPerSecond != null && !(framesPerSecond > 0 && framesPerSecond <= 1000)) {
      throw new IllegalArgumentException(
          "frames per second must be above 0 and at most 1000, not " + framesPerSecond);
    }
    if (jpegQuality < 1 || jpegQuality > 100) {
      throw new IllegalArgumentException("JPEG quality must be 1 to 100, not " + jpegQuality);
    }
    if (longestSide != null && longestSide < SHORTEST_SIDE) {
      throw new IllegalArgumentException(
          "longest side must be at least " + SHORTEST_SIDE + " pixels, not " + longestSide);
    }
  }

  /** Without masks. */
  public Taking(@Nullable Double framesPerSecond, int jpegQuality, @Nullable Integer longestSide) {
    this(framesPerSecond, jpegQuality, longestSide, List.of());
  }

  /** Whether anything of it is not to be seen. */
  public boolean isMasked() {
    return !masks.isEmpty();
  }

  /** The {@link #jpegQuality} on FFmpeg's scale from 2 (best) to 31. */
  int quantiser() {
    // As libjpeg scales its tables, of which 1 is quality 50; FFmpeg's 4 is about quality 85.
    double tables = jpegQuality < 50 ? 50.0 / jpegQuality : 2 - jpegQuality / 50.0;
    return Math.clamp(Math.round(13.3 * tables), 2, 31);
  }

  /** What a side becomes of a picture whose longer side is that: even where it changes. */
  public int scaled(int side, int longer) {
    if (longestSide == null || longer <= longestSide) {
      return side;
    }
    return Math.max(2, (int) Math.round((double) side * longestSide / longer / 2) * 2);
  }
}
