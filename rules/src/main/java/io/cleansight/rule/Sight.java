package io.cleansight.rule;

import io.cleansight.contracts.Words;

/** Whether a camera sees. */
public enum Sight {
  SEES,
  /** Frames come, and show nothing. */
  BLIND,
  /** No frames come. */
  AWAY;

  /** What a state of camera-health means. */
  public static Sight of(String state) {
    return switch (state) {
      case Words.ONLINE -> SEES;
      case Words.BLIND -> BLIND;
      default -> AWAY;
    };
  }
}
