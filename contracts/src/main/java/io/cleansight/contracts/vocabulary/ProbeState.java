package io.cleansight.contracts.vocabulary;

/** What a probe of a source is: the question, or capture's answer. */
public enum ProbeState implements Term {
  ASKED,
  ANSWERED
}
