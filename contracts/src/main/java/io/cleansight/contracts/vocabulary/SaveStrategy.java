package io.cleansight.contracts.vocabulary;

/** Which of a camera's frames get a record. */
public enum SaveStrategy implements Term {
  ALL,
  VIOLATIONS_ONLY,
  /** Every so many frames. */
  INTERVAL,
  /** Those with a violation, and every so many without. */
  SMART
}
