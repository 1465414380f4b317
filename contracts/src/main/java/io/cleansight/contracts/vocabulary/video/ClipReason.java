package io.cleansight.contracts.vocabulary.video;

import io.cleansight.contracts.vocabulary.Term;

/** What is wrong with a clip that is partial or missing, or why it is gone. */
public enum ClipReason implements Term {
  /** The video from before it opened is not there any more, or never was. */
  BEGINNING_MISSING,
  END_MISSING,
  BOTH_ENDS_MISSING,
  /** The moment at which it opened is not in it. */
  OPENING_MISSING,
  /** It ends where it would have become too large. */
  TOO_LARGE,
  /** There is no video of that time. */
  NO_VIDEO,
  /** There is video of that time, and it cannot be read. */
  UNREADABLE,
  /** Some of the time that it might show was erased. */
  ERASED
}
