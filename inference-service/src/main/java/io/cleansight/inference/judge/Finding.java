package io.cleansight.inference.judge;

import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Trait;
import java.util.List;
import java.util.Optional;

/**
 * What one look at one person says about one thing that they should wear. Too faint a look, or
 * none, says nothing: that is never a violation.
 */
enum Finding {
  COMPLIANT("compliant"),
  VIOLATING("violating"),
  UNKNOWN("unknown");

  /** What can be worn, as the labels say it; without, it is {@code no_} and the same. */
  static final List<String> ITEMS = List.of("hairnet", "mask", "gloves", "apron");

  private static final double BELIEVED = 0.4;

  /** A charge needs more than an acquittal. */
  private static final double CHARGED = 0.5;

  private final String word;

  Finding(String word) {
    this.word = word;
  }

  /** As on the wire. */
  String word() {
    return word;
  }

  static Finding of(String item, Observation person) {
    double with = person.best(item).map(Trait::score).orElse(0.0);
    double without = person.best(without(item)).map(Trait::score).orElse(0.0);
    if (without > with) {
      return without >= CHARGED ? VIOLATING : UNKNOWN;
    }
    return with >= BELIEVED ? COMPLIANT : UNKNOWN;
  }

  /** The look itself, if there was one. */
  static Optional<Trait> look(String item, Observation person) {
    return person
        .best(without(item))
        .filter(no -> person.best(item).map(Trait::score).orElse(0.0) < no.score())
        .or(() -> person.best(item));
  }

  /** The label of a look without it, which is also the type of violation. */
  static String without(String item) {
    return "no_" + item;
  }
}
