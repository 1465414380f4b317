package io.cleansight.contracts.vocabulary;

/** What a silence may be. */
public enum SilenceKind implements Term {
  /** Alerts are kept, and nobody is notified. */
  SILENCE,
  /** No alerts are raised. */
  MAINTENANCE
}
