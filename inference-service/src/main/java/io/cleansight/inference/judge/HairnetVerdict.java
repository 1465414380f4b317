package io.cleansight.inference.judge;

import io.cleansight.inference.track.Observation;

/** What one look at one head says about its hairnet. Too faint a look says nothing. */
enum HairnetVerdict {
  COMPLIANT("compliant"),
  VIOLATING("violating"),
  UNKNOWN("unknown");

  private static final double BELIEVED = 0.4;

  /** A charge needs more than an acquittal. */
  private static final double CHARGED = 0.5;

  private final String word;

  HairnetVerdict(String word) {
    this.word = word;
  }

  /** As on the wire. */
  String word() {
    return word;
  }

  static HairnetVerdict of(Observation head) {
    return switch (head.label()) {
      case "hairnet" -> head.score() >= BELIEVED ? COMPLIANT : UNKNOWN;
      case "no_hairnet" -> head.score() >= CHARGED ? VIOLATING : UNKNOWN;
      default -> UNKNOWN;
    };
  }
}
