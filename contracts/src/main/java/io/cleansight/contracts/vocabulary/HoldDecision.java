package io.cleansight.contracts.vocabulary;

/** What a person may make of a violation's legal hold. */
public enum HoldDecision implements Term {
  HELD,
  /** Asked for by one person, confirmed by another. */
  LIFTED
}
