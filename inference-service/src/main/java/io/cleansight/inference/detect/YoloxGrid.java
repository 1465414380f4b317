package io.cleansight.inference.detect;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads YOLOX's raw output: one row per cell of three grids (strides 8, 16, 32, each row-major),
 * holding the box as offsets and logarithms, the object score and the class scores. Layout by
 * YOLOX's demo_postprocess (Apache-2.0).
 */
final class YoloxGrid {
  private static final int[] STRIDES = {8, 16, 32};
  private static final int BOX_VALUES = 5;

  /** More than any frame of people holds; bounds the quadratic suppression below. */
  private static final int MOST = 300;

  private final int width;
  private final int height;
  private final int classes;
  private final float minimumScore;
  private final float overlap;

  YoloxGrid(int width, int height, int classes, double minimumScore, double overlap) {
    this.width = width;
    this.height = height;
    this.classes = classes;
    this.minimumScore = (float) minimumScore;
    this.overlap = (float) overlap;
  }

  /** How many rows the model's output must have. */
  static int rows(int width, int height) {
    int rows = 0;
    for (int stride : STRIDES) {
      rows += (width / stride) * (height / stride);
    }
    return rows;
  }

  /**
   * What is there, best first, each thing once (suppression across classes: a head is with or
   * without, not both).
   *
   * @param output one image's rows; read by index, position untouched
   * @param contentWidth width in model pixels that the picture takes of the input; the rest is
   *     padding
   */
  List<Sighting> read(FloatBuffer output, float contentWidth, float contentHeight) {
    var candidates = new ArrayList<Sighting>();
    int row = 0;
    for (int stride : STRIDES) {
      for (int y = 0; y < height / stride; y++) {
        for (int x = 0; x < width / stride; x++) {
          int at = row++ * (BOX_VALUES + classes);
          float object = output.get(at + 4);
          if (object >= minimumScore) {
            add(output, at, object, x, y, stride, contentWidth, contentHeight, candidates);
          }
        }
      }
    }
    return suppress(candidates);
  }

  private void add(
      FloatBuffer output,
      int at,
      float object,
      int x,
      int y,
      int stride,
      float contentWidth,
      float contentHeight,
      List<Sighting> candidates) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (output.get(at + BOX_VALUES + c) > output.get(at + BOX_VALUES + best)) {
        best = c;
      }
    }
    float score = object * output.get(at + BOX_VALUES + best);
    // Written so that a model that answers NaN is not believed.
    if (!(score >= minimumScore)) {
      return;
    }
    float centreX = (output.get(at) + x) * stride;
    float centreY = (output.get(at + 1) + y) * stride;
    float halfWidth = (float) Math.exp(output.get(at + 2)) * stride / 2;
    float halfHeight = (float) Math.exp(output.get(at + 3)) * stride / 2;
    float left = clip((centreX - halfWidth) / contentWidth);
    float top = clip((centreY - halfHeight) / contentHeight);
    float right = clip((centreX + halfWidth) / contentWidth);
    float bottom = clip((centreY + halfHeight) / contentHeight);
    if (right > left && bottom > top) {
      candidates.add(new Sighting(best, Math.min(1, score), left, top, right, bottom));
    }
  }

  private List<Sighting> suppress(List<Sighting> candidates) {
    var kept = new ArrayList<Sighting>();
    candidates.stream()
        .sorted(Comparator.comparingDouble(Sighting::score).reversed())
        .limit(MOST)
        .filter(candidate -> kept.stream().noneMatch(better -> better.overlap(candidate) > overlap))
        .forEachOrdered(kept::add);
    return List.copyOf(kept);
  }

  private static float clip(float value) {
    return Math.clamp(value, 0f, 1f);
  }
}
