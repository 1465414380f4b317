package io.cleansight.contracts.vocabulary;

/** Why a frame was not judged. */
public enum SkipReason implements Term {
  /** Live, and newer frames were waiting. */
  STALE,
  /** Of a run that a later one has replaced. */
  OUTDATED
}
