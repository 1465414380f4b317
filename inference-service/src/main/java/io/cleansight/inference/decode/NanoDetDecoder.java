package io.cleansight.inference.decode;

import io.cleansight.inference.image.InputSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * Per level class scores and, for each side of the box, a distribution over distances in strides.
 * By NanoDet's distribution focal loss (Apache-2.0).
 */
record NanoDetDecoder(
    List<String> scores, List<String> sides, List<Level> levels, int classes, int bins)
    implements OutputDecoder {

  @Override
  public void decode(Outputs outputs, Wanted wanted, Proposals into) {
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      float[] certain = outputs.of(scores.get(i));
      float[] distances = outputs.of(sides.get(i));
      for (int cell = 0; cell < level.cells(); cell++) {
        int best = wanted.classes()[0];
        for (int kind : wanted.classes()) {
          if (certain[cell * classes + kind] > certain[cell * classes + best]) {
            best = kind;
          }
        }
        float score = certain[cell * classes + best];
        if (score >= wanted.minimumScore()) {
          int at = cell * 4 * bins;
          float x = level.column(cell) * level.stride() + (level.stride() - 1) / 2f;
          float y = level.row(cell) * level.stride() + (level.stride() - 1) / 2f;
          into.add(
              best,
              score,
              x - expected(distances, at) * level.stride(),
              y - expected(distances, at + bins) * level.stride(),
              x + expected(distances, at + 2 * bins) * level.stride(),
              y + expected(distances, at + 3 * bins) * level.stride());
        }
      }
    }
  }

  /** Mean of the softmax over the bins. */
  private float expected(float[] logits, int from) {
    float most = logits[from];
    for (int i = 1; i < bins; i++) {
      most = Math.max(most, logits[from + i]);
    }
    double sum = 0;
    double weighted = 0;
    for (int i = 0; i < bins; i++) {
      double weight = Math.exp(logits[from + i] - most);
      sum += weight;
      weighted += weight * i;
    }
    return (float) (weighted / sum);
  }

  @Override
  public List<String> outputs() {
    return Stream.of(scores, sides).flatMap(List::stream).toList();
  }

  @Override
  public InputSpec input(int width, int height, boolean planar) {
    return InputSpec.nanoDet(width, height, planar);
  }
}
