package io.cleansight.inference.decode;

import io.cleansight.inference.image.InputSpec;
import java.util.List;

/** A row per thing: corners in pixels, score, class. YOLOv10, YOLO26. */
record EndToEndDecoder(String output, int boxes) implements OutputDecoder {
  private static final int VALUES = 6;

  @Override
  public void decode(Outputs outputs, Wanted wanted, Proposals into) {
    float[] values = outputs.of(output);
    for (int at = 0; at < boxes * VALUES; at += VALUES) {
      int kind = Math.round(values[at + 5]);
      if (values[at + 4] >= wanted.minimumScore() && wanted.holds(kind)) {
        into.add(kind, values[at + 4], values[at], values[at + 1], values[at + 2], values[at + 3]);
      }
    }
  }

  @Override
  public List<String> outputs() {
    return List.of(output);
  }

  @Override
  public InputSpec input(int width, int height, boolean planar) {
    return InputSpec.ultralytics(width, height, planar);
  }

  @Override
  public boolean suppressed() {
    return true;
  }
}
