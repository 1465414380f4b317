package io.cleansight.inference.track;

import java.util.List;
import java.util.stream.IntStream;

/** Comparing how people look. */
final class Appearance {
  private static final double SMOOTHING = 0.2;

  /** Below it two looks are of two people. */
  private static final double SAME = 0.5;

  private Appearance() {}

  /** Whether they may be one person's; also where one is not told. */
  static boolean mayBeSame(List<Float> one, List<Float> other) {
    return difference(one, other) <= 1 - SAME;
  }

  /** 0 for the same look to 2 for the opposite; 0 where one is not told. */
  static double difference(List<Float> one, List<Float> other) {
    if (one.isEmpty() || one.size() != other.size()) {
      return 0;
    }
    return 1 - IntStream.range(0, one.size()).mapToDouble(i -> one.get(i) * other.get(i)).sum();
  }

  /** What is remembered after one more look, of length 1. */
  static List<Float> remembered(List<Float> before, List<Float> now) {
    if (before.size() != now.size()) {
      return now.isEmpty() ? before : now;
    }
    double[] mixed =
        IntStream.range(0, now.size())
            .mapToDouble(i -> before.get(i) + SMOOTHING * (now.get(i) - before.get(i)))
            .toArray();
    double norm = Math.sqrt(java.util.Arrays.stream(mixed).map(value -> value * value).sum());
    return norm > 0
        ? java.util.Arrays.stream(mixed).mapToObj(value -> (float) (value / norm)).toList()
        : now;
  }
}
