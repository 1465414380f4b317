package io.cleansight.rule.condition;

import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.Term;

/** Whether a camera sees. */
public enum CameraVisibility {
  SEES,
  /** Frames come, and show nothing. */
  BLIND,
  /** No frames come. */
  AWAY;

  /** What a state of camera-health means. */
  public static CameraVisibility of(String state) {
    return Term.find(CameraStatus.class, state)
        .map(
            it ->
                switch (it) {
                  // What was switched off on purpose is nothing to complain of.
                  case ONLINE, OFF -> SEES;
                  case CameraStatus.BLIND -> BLIND;
                  case STALLED, OFFLINE, WAITING, FINISHED -> AWAY;
                })
        .orElse(AWAY);
  }
}
