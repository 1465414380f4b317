package io.cleansight.inference.model;

import io.cleansight.inference.model.Intake.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Boxes that a model proposes for one picture, and which of them stay. Holds at most {@link #MOST}
 * for suppression, the best ones: more than any frame of people has. For one thread; reused.
 */
final class Candidates {
  private static final int MOST = 300;
  private static final int FIRST_ROOM = 512;
  private static final int VALUES = 5;

  private float[] values = new float[FIRST_ROOM * VALUES];
  private int[] classes = new int[FIRST_ROOM];
  private int size;

  void clear() {
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
   * What is there, best first, each thing once.
   *
   * @param overlap IoU above which the lesser of two is dropped; 1 keeps all
   * @param acrossClasses whether also one of another class
   */
  List<Sighting> best(Place place, List<String> labels, double overlap, boolean acrossClasses) {
    var kept = new ArrayList<Sighting>();
    IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -values[i * VALUES]))
        .limit(MOST)
        .map(i -> sighting(i, place, labels))
        .filter(it -> it.right() > it.left() && it.bottom() > it.top())
        .filter(
            it ->
                kept.stream()
                    .noneMatch(
                        better ->
                            (acrossClasses || better.classIndex() == it.classIndex())
                                && better.overlap(it) > overlap))
        .forEachOrdered(kept::add);
    return List.copyOf(kept);
  }

  private Sighting sighting(int i, Place place, List<String> labels) {
    int at = i * VALUES;
    return new Sighting(
        labels.get(classes[i]),
        classes[i],
        values[at],
        clip((values[at + 1] - place.left()) / place.width()),
        clip((values[at + 2] - place.top()) / place.height()),
        clip((values[at + 3] - place.left()) / place.width()),
        clip((values[at + 4] - place.top()) / place.height()));
  }

  private static float clip(float value) {
    return Math.clamp(value, 0f, 1f);
  }
}
