package io.cleansight.contracts.vocabulary;

/** Of a violation: one person breaking one rule, from its opening to its closing. */
public enum EpisodeState implements Term {
  OPENED,
  CLOSED
}
