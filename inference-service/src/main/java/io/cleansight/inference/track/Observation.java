package io.cleansight.inference.track;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import java.util.List;
import java.util.Optional;

/**
 * One person in one frame, with all that was seen of them.
 *
 * @param box of the person, or of the head where no model sees people
 * @param score 0..1
 * @param body whether the region is a whole person's
 * @param detections the head, and what else belongs to the person
 * @param appearance how the person looks, a vector of length 1; empty if not told
 */
public record Observation(
    Box box, double score, boolean body, List<Detection> detections, List<Float> appearance) {
  private static final String NO = "no_";

  public Observation {
    detections = List.copyOf(detections);
    appearance = List.copyOf(appearance);
  }

  Observation(Box box, double score, boolean body, List<Detection> detections) {
    this(box, score, body, detections, List.of());
  }

  /** The detection with that label that has the highest score. */
  public Optional<Detection> best(String label) {
    return detections.stream()
        .filter(detection -> detection.label().equals(label))
        .max(java.util.Comparator.comparingDouble(Detection::score));
  }

  /**
   * Bare or covered, as far as the model says: 1 surely without what should be worn, -1 surely with
   * it. Two people seldom look alike in this.
   */
  double leaning() {
    return detections.stream()
        .filter(detection -> Bodies.isCoveredOrBare(detection.label()))
        .mapToDouble(
            detection -> detection.label().startsWith(NO) ? detection.score() : -detection.score())
        .findFirst()
        .orElse(0);
  }
}
