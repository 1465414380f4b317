package io.cleansight.contracts.vocabulary;

import java.util.List;
import java.util.Set;

/** What became of an alert, as each of its events says. */
public enum AlertState implements Term {
  /** The rule's condition began to hold. */
  RAISED,
  /** The number or the members are others. */
  UPDATED,
  /** The silence that covered it is over, and it still holds. */
  UNSILENCED,
  /** By a person. */
  ACKNOWLEDGED,
  /** Nobody acknowledged it in time. */
  ESCALATED,
  /** The condition ceased to hold, or a person resolved it. */
  RESOLVED;

  /** What a person may make of an alert. */
  public static final Set<String> DECISIONS = Term.words(List.of(ACKNOWLEDGED, RESOLVED));
}
