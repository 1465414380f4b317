package io.cleansight.inference.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/** Greedy non-maximum suppression: of boxes that overlap, the one with the highest score stays. */
public final class NonMaxSuppression {
  private NonMaxSuppression() {}

  /**
   * Those that stay, best first.
   *
   * @param bestFirst by falling score
   * @param iou above which the lesser of two is dropped; 1 keeps all
   * @param rivals whether two may be the same thing, such as of one class or in one frame
   */
  public static <T> List<T> of(
      Stream<T> bestFirst, Function<T, Box> box, double iou, BiPredicate<T, T> rivals) {
    var kept = new ArrayList<T>();
    bestFirst
        .filter(
            it ->
                kept.stream()
                    .noneMatch(
                        better ->
                            rivals.test(better, it) && box.apply(better).iou(box.apply(it)) > iou))
        .forEachOrdered(kept::add);
    return List.copyOf(kept);
  }
}
