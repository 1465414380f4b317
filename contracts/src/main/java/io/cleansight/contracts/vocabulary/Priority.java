package io.cleansight.contracts.vocabulary;

/** Of an alert, lowest first. */
public enum Priority implements Term {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
