package io.cleansight.contracts.vocabulary;

/** Of what a camera's frames are. */
public enum SourceKind implements Term {
  /** A stream: frames may be dropped when they are old. */
  LIVE,
  /** A file: each of its frames is judged. */
  RECORDED
}
