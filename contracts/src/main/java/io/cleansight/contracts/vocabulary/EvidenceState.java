package io.cleansight.contracts.vocabulary;

/** Of the picture that a violation was opened by. */
public enum EvidenceState implements Term {
  PRESENT,
  MISSING
}
