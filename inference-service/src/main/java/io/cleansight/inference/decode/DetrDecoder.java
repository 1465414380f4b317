package io.cleansight.inference.decode;

import io.cleansight.inference.image.InputSpec;
import java.util.List;

/**
 * Labels, corners and scores side by side, the corners in the size that the graph was told: that of
 * its own input. RT-DETR, D-FINE, DEIM.
 */
record DetrDecoder(String labels, String boxes, String scores) implements OutputDecoder {
  private static final int CORNERS = 4;

  @Override
  public void decode(Outputs outputs, Wanted wanted, Proposals into) {
    float[] kinds = outputs.of(labels);
    float[] corners = outputs.of(boxes);
    float[] certain = outputs.of(scores);
    for (int i = 0; i < certain.length; i++) {
      int kind = Math.round(kinds[i]);
      int at = i * CORNERS;
      if (certain[i] >= wanted.minimumScore() && wanted.holds(kind)) {
        into.add(kind, certain[i], corners[at], corners[at + 1], corners[at + 2], corners[at + 3]);
      }
    }
  }

  @Override
  public List<String> outputs() {
    return List.of(labels, boxes, scores);
  }

  @Override
  public InputSpec input(int width, int height, boolean planar) {
    return InputSpec.detr(width, height, planar);
  }

  @Override
  public boolean suppressed() {
    return true;
  }
}
