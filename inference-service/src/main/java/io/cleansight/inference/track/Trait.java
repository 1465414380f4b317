package io.cleansight.inference.track;

import java.util.List;

/**
 * One thing that a model saw: a person, a head with or without, a hand that washes.
 *
 * @param label as the models' cards name it
 * @param score 0..1
 * @param appearance how it looks, a vector of length 1; empty if not told
 */
public record Trait(String label, double score, Region region, List<Float> appearance) {
  public Trait {
    appearance = List.copyOf(appearance);
  }

  public Trait(String label, double score, Region region) {
    this(label, score, region, List.of());
  }
}
