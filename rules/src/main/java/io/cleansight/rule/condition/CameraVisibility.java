package io.cleansight.rule.condition;

import io.cleansight.contracts.Words;

/** Whether a camera sees. */
public enum CameraVisibility {
  SEES,
  /** Frames come, and show nothing. */
  BLIND,
  /** No frames come. */
  AWAY;

  /** What a state of camera-health means. */
  public static CameraVisibility of(String state) {
    return switch (state) {
      // What was switched off on purpose is nothing to complain of.
      case Words.ONLINE, Words.OFF -> SEES;
      case Words.BLIND -> BLIND;
      default -> AWAY;
    };
  }
}
