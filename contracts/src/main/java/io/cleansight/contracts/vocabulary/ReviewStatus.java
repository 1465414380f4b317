package io.cleansight.contracts.vocabulary;

/** What a person may make of a violation. */
public enum ReviewStatus implements Term {
  PENDING,
  CONFIRMED,
  FALSE_POSITIVE,
  RESOLVED
}
