package io.cleansight.contracts.vocabulary.video;

import io.cleansight.contracts.vocabulary.Term;

/** Of a violation's clip. */
public enum ClipState implements Term {
  AWAITED,
  PRESENT,
  /** It is there, and does not show all that it should: see {@link ClipReason}. */
  PARTIAL,
  MISSING,
  EXPIRED
}
