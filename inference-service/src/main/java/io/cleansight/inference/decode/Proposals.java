package io.cleansight.inference.decode;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.detection.NonMaxSuppression;
import io.cleansight.inference.image.InputSpec.Place;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jcip.annotations.NotThreadSafe;

/**
 * Boxes that a model proposes for one picture. Holds at most {@link #MOST} for suppression, the
 * best ones: more than any frame of people has. For one thread; reused.
 */
@NotThreadSafe
public final class Proposals {
  private static final int MOST = 300;
  private static final int FIRST_ROOM = 512;
  private static final int VALUES = 5;

  private float[] values = new float[FIRST_ROOM * VALUES];
  private int[] classes = new int[FIRST_ROOM];
  private int size;

  public void clear() {
    size = 0;
  }

  /** In model pixels. What is not a number is not believed. */
  void add(int classIndex, float score, float left, float top, float right, float bottom) {
    if (!(score > 0 && right > left && bottom > top)) {
      return;
    }
    if (size == classes.length) {
      classes = java.util.Arrays.copyOf(classes, 2 * size);
      values = java.util.Arrays.copyOf(values, 2 * size * VALUES);
    }
    int at = size * VALUES;
    classes[size++] = classIndex;
    values[at] = Math.min(1, score);
    values[at + 1] = left;
    values[at + 2] = top;
    values[at + 3] = right;
    values[at + 4] = bottom;
  }

  void addCentred(int classIndex, float score, float x, float y, float width, float height) {
    add(classIndex, score, x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }

  /**
   * What stays of them, best first.
   *
   * @param iou above which the lesser of two is suppressed; 1 keeps all
   * @param acrossClasses whether also one of another class
   */
  public List<Detection> best(Place place, List<String> labels, double iou, boolean acrossClasses) {
    Stream<Proposal> bestFirst =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -values[i * VALUES]))
            .limit(MOST)
            .map(i -> proposal(i, place, labels))
            .filter(it -> it.box().width() > 0 && it.box().height() > 0);
    return NonMaxSuppression.of(
            bestFirst,
            Proposal::box,
            iou,
            (one, other) -> acrossClasses || one.classIndex == other.classIndex)
        .stream()
        .map(Proposal::detection)
        .toList();
  }

  /**
   * One of them.
   *
   * @param classIndex as the model numbers its classes: several may have one label
   */
  private record Proposal(int classIndex, Detection detection) {
    Box box() {
      return detection.box();
    }
  }

  private Proposal proposal(int i, Place place, List<String> labels) {
    int at = i * VALUES;
    var box =
        Box.ofCorners(
            clip((values[at + 1] - place.left()) / place.width()),
            clip((values[at + 2] - place.top()) / place.height()),
            clip((values[at + 3] - place.left()) / place.width()),
            clip((values[at + 4] - place.top()) / place.height()));
    return new Proposal(classes[i], new Detection(labels.get(classes[i]), values[at], box));
  }

  private static float clip(float value) {
    return Math.clamp(value, 0f, 1f);
  }
}
