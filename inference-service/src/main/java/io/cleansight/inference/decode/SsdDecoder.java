package io.cleansight.inference.decode;

import io.cleansight.inference.image.InputSpec;
import java.util.List;

/** Class scores with the background first, and corners as fractions of the input. */
record SsdDecoder(
    String scores, String boxes, int count, int classesWithBackground, int width, int height)
    implements OutputDecoder {

  @Override
  public void decode(Outputs outputs, Wanted wanted, Proposals into) {
    float[] certain = outputs.of(scores);
    float[] corners = outputs.of(boxes);
    for (int i = 0; i < count; i++) {
      for (int kind : wanted.classes()) {
        float score = certain[i * classesWithBackground + kind + 1];
        if (score >= wanted.minimumScore()) {
          into.add(
              kind,
              score,
              corners[4 * i] * width,
              corners[4 * i + 1] * height,
              corners[4 * i + 2] * width,
              corners[4 * i + 3] * height);
        }
      }
    }
  }

  @Override
  public List<String> outputs() {
    return List.of(scores, boxes);
  }

  @Override
  public InputSpec input(int inputWidth, int inputHeight, boolean planar) {
    return InputSpec.ssd(inputWidth, inputHeight, planar);
  }
}
