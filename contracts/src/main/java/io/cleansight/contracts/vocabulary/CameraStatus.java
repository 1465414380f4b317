package io.cleansight.contracts.vocabulary;

/** How a camera is. */
public enum CameraStatus implements Term {
  ONLINE,
  /** Frames come, and show nothing: dark, covered, frozen. */
  BLIND,
  /** The stream is open, and no frames come. */
  STALLED,
  /** The stream cannot be opened, or broke off. */
  OFFLINE,
  /** A recorded file that is held until what was published of it has been judged. */
  WAITING,
  /** A recorded file that was played and judged to its end. */
  FINISHED,
  /** Switched off on purpose. */
  OFF
}
