package io.cleansight.contracts.vocabulary;

/**
 * What is broken. A person without another item than a hairnet breaks {@code no_} and the item's
 * name.
 */
public enum ViolationType implements Term {
  NO_HAIRNET,
  /** Began to work without a hand wash. */
  NO_HANDWASH,
  /** Washed for less time than the camera's settings ask. */
  SHORT_HANDWASH,
  /** Began to work without sanitising, or with it before the wash. */
  NO_SANITIZE,
  RESTRICTED_AREA
}
