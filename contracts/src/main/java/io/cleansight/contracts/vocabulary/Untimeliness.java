package io.cleansight.contracts.vocabulary;

/** Why an event's time cannot be right. */
public enum Untimeliness implements Term {
  /** Later than the broker's clock allows. */
  FUTURE,
  /** Older than events are kept. */
  EXPIRED
}
