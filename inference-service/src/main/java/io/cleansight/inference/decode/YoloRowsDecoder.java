package io.cleansight.inference.decode;

import io.cleansight.inference.image.InputSpec;
import java.util.List;

/**
 * A row per box: centre and size in pixels, object score, class scores. YOLOv5, and YOLOX with its
 * grid decoded in the graph.
 */
record YoloRowsDecoder(String output, int boxes, int classes, boolean decodedYolox)
    implements OutputDecoder {
  private static final int BOX = 5;

  @Override
  public void decode(Outputs outputs, Wanted wanted, Proposals into) {
    float[] values = outputs.of(output);
    for (int row = 0; row < boxes; row++) {
      int at = row * (BOX + classes);
      float object = values[at + 4];
      if (object < wanted.minimumScore()) {
        continue;
      }
      for (int kind : wanted.classes()) {
        float score = object * values[at + BOX + kind];
        if (score >= wanted.minimumScore() && wanted.isBest(values, at + BOX, kind)) {
          into.addCentred(kind, score, values[at], values[at + 1], values[at + 2], values[at + 3]);
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
    return decodedYolox
        ? InputSpec.yolox(width, height, planar)
        : InputSpec.ultralytics(width, height, planar);
  }
}
