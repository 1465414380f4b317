package io.cleansight.inference.decode;

import io.cleansight.inference.image.InputSpec;
import java.util.List;
import java.util.stream.Stream;

/** Per level a class score, an object score and the box as offsets and logarithms. */
record YuNetDecoder(
    List<String> scores, List<String> objects, List<String> boxes, List<Level> levels)
    implements OutputDecoder {

  @Override
  public void decode(Outputs outputs, Wanted wanted, Proposals into) {
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      float[] kind = outputs.of(scores.get(i));
      float[] object = outputs.of(objects.get(i));
      float[] box = outputs.of(boxes.get(i));
      for (int cell = 0; cell < level.cells(); cell++) {
        float score =
            (float) Math.sqrt(Math.clamp(kind[cell], 0, 1) * Math.clamp(object[cell], 0, 1));
        if (score >= wanted.minimumScore()) {
          into.addCentred(
              0,
              score,
              (box[4 * cell] + level.column(cell)) * level.stride(),
              (box[4 * cell + 1] + level.row(cell)) * level.stride(),
              (float) Math.exp(box[4 * cell + 2]) * level.stride(),
              (float) Math.exp(box[4 * cell + 3]) * level.stride());
        }
      }
    }
  }

  @Override
  public List<String> outputs() {
    return Stream.of(scores, objects, boxes).flatMap(List::stream).toList();
  }

  @Override
  public InputSpec input(int width, int height, boolean planar) {
    return InputSpec.yuNet(width, height, planar);
  }
}
