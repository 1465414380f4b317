package io.cleansight.inference.decode;

import io.cleansight.inference.image.InputSpec;
import java.util.List;

/**
 * YOLOX's raw output: a row per cell with the box as offsets and logarithms, the object score and
 * the class scores. By YOLOX's demo_postprocess (Apache-2.0).
 */
record YoloxGridDecoder(String output, List<Level> levels, int classes) implements OutputDecoder {
  private static final int BOX = 5;

  @Override
  public void decode(Outputs outputs, Wanted wanted, Proposals into) {
    float[] values = outputs.of(output);
    int row = 0;
    for (var level : levels) {
      for (int cell = 0; cell < level.cells(); cell++) {
        int at = row++ * (BOX + classes);
        float object = values[at + 4];
        if (object < wanted.minimumScore()) {
          continue;
        }
        for (int kind : wanted.classes()) {
          float score = object * values[at + BOX + kind];
          if (score >= wanted.minimumScore() && wanted.isBest(values, at + BOX, kind)) {
            into.addCentred(
                kind,
                score,
                (values[at] + level.column(cell)) * level.stride(),
                (values[at + 1] + level.row(cell)) * level.stride(),
                (float) Math.exp(values[at + 2]) * level.stride(),
                (float) Math.exp(values[at + 3]) * level.stride());
          }
        }
      }
    }
  }

  @Override
  public List<String> outputs() {
    return List.of(output);
  }

  @Override
  public InputSpec input(int width, int height, boolean planar) {
    return InputSpec.yolox(width, height, planar);
  }
}
