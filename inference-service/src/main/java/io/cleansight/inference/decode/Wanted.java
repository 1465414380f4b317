package io.cleansight.inference.decode;

/**
 * What is looked for.
 *
 * @param classes indices that mean something to us
 * @param minimumScore below it nothing is proposed
 */
public record Wanted(int[] classes, float minimumScore) {

  /** Whether that class is among them. */
  boolean holds(int kind) {
    for (int one : classes) {
      if (one == kind) {
        return true;
      }
    }
    return false;
  }

  /** One box, one class: the wanted one that scores highest, the first of equals. */
  boolean isBest(float[] scores, int from, int kind) {
    for (int other : classes) {
      float difference = scores[from + other] - scores[from + kind];
      if (difference > 0 || (difference == 0 && other < kind)) {
        return false;
      }
    }
    return true;
  }
}
