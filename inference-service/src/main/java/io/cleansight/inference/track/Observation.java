package io.cleansight.inference.track;

import java.util.List;
import java.util.Optional;

/**
 * One person in one frame, with all that was seen of them.
 *
 * @param region of the person, or of the head where no model sees people
 * @param score 0..1
 * @param body whether the region is a whole person's
 * @param traits the head, and what else belongs to the person
 * @param appearance how the person looks, a vector of length 1; empty if not told
 */
public record Observation(
    Region region, double score, boolean body, List<Trait> traits, List<Float> appearance) {
  private static final String NO = "no_";

  public Observation {
    traits = List.copyOf(traits);
    appearance = List.copyOf(appearance);
  }

  Observation(Region region, double score, boolean body, List<Trait> traits) {
    this(region, score, body, traits, List.of());
  }

  /** The best look at that trait. */
  public Optional<Trait> best(String label) {
    return traits.stream()
        .filter(trait -> trait.label().equals(label))
        .max(java.util.Comparator.comparingDouble(Trait::score));
  }

  /**
   * Bare or covered, as far as the model says: 1 surely without what should be worn, -1 surely with
   * it. Two people seldom look alike in this.
   */
  double leaning() {
    return traits.stream()
        .filter(trait -> Bodies.isCoveredOrBare(trait.label()))
        .mapToDouble(trait -> trait.label().startsWith(NO) ? trait.score() : -trait.score())
        .findFirst()
        .orElse(0);
  }
}
