package io.cleansight.rule;

import io.cleansight.contracts.vocabulary.Term;

/** What alert-service can watch for. */
public enum RuleType implements Term {
  VIOLATION_THRESHOLD,
  CONTINUOUS_VIOLATION,
  NO_DETECTION,
  OCCUPANCY,
  CAMERA_OFFLINE,
  CAMERA_BLIND,
  DWELL,
  COMPLIANCE_RATE
}
