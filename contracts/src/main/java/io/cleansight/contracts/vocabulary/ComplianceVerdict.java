package io.cleansight.contracts.vocabulary;

/** What is thought of a person and an item, or of a person's way to work. */
public enum ComplianceVerdict implements Term {
  COMPLIANT,
  VIOLATING,
  /** Never a violation. */
  UNKNOWN
}
