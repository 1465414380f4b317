package io.cleansight.inference.detection;

import java.util.List;

/**
 * One thing that a model detected: a person, a head with or without a hairnet, a hand that washes.
 *
 * @param label as the models' cards name it
 * @param score 0..1
 * @param appearance embedding of how it looks, a vector of length 1; empty if there is none
 */
public record Detection(String label, double score, Box box, List<Float> appearance) {
  public Detection {
    appearance = List.copyOf(appearance);
  }

  public Detection(String label, double score, Box box) {
    this(label, score, box, List.of());
  }

  public Detection withAppearance(List<Float> embedding) {
    return new Detection(label, score, box, embedding);
  }

  /** The same, as seen in a larger picture of which {@code crop} was cut out. */
  public Detection within(Box crop) {
    return new Detection(label, score, box.within(crop), appearance);
  }
}
