package io.cleansight.inference.judge;

import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.track.Observation;
import java.util.List;
import java.util.Optional;

/**
 * Whether one person wears one item in one frame. A detection with too low a score, or none, leaves
 * it unknown: that is never a violation.
 */
final class ItemVerdict {
  static final String HAIRNET = "hairnet";

  /** What can be worn, as the labels say it; without, it is {@code no_} and the same. */
  static final List<String> ITEMS = List.of(HAIRNET, "mask", "gloves", "apron");

  private static final double BELIEVED = 0.4;

  /** For a violation more is asked than for compliance. */
  private static final double BELIEVED_WITHOUT = 0.5;

  private ItemVerdict() {}

  static ComplianceVerdict of(String item, Observation person) {
    double with = person.best(item).map(Detection::score).orElse(0.0);
    double without = person.best(without(item)).map(Detection::score).orElse(0.0);
    if (without > with) {
      return without >= BELIEVED_WITHOUT ? ComplianceVerdict.VIOLATING : ComplianceVerdict.UNKNOWN;
    }
    return with >= BELIEVED ? ComplianceVerdict.COMPLIANT : ComplianceVerdict.UNKNOWN;
  }

  /** The detection that the verdict is made of, if there was one. */
  static Optional<Detection> detection(String item, Observation person) {
    return person
        .best(without(item))
        .filter(no -> person.best(item).map(Detection::score).orElse(0.0) < no.score())
        .or(() -> person.best(item));
  }

  /** The label of a person without it, which is also the type of violation. */
  static String without(String item) {
    return "no_" + item;
  }
}
