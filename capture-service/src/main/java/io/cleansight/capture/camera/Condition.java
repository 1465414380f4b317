package io.cleansight.capture.camera;

import io.cleansight.capture.video.VideoException;
import io.cleansight.capture.video.VideoException.Fault;
import io.cleansight.contracts.Words;
import org.jspecify.annotations.Nullable;

/**
 * How a camera is.
 *
 * @param reason why it is not well; never an address
 */
record Condition(String state, @Nullable String reason) {
  static final Condition STARTING = new Condition("offline", "not opened yet");
  static final Condition ONLINE = new Condition(Words.ONLINE, null);

  /** Switched off on purpose. */
  static final Condition OFF = new Condition(Words.OFF, "switched off");

  /** All of a recorded file has been played and judged. */
  static final Condition FINISHED = new Condition(Words.FINISHED, null);

  /** A request to play a file that was played, in whole or in part, before another one. */
  static final Condition FOLLOWED =
      new Condition(Words.FINISHED, "another run of this camera has followed");

  /** Frames come, and show nothing. */
  static Condition blind(String reason) {
    return new Condition(Words.BLIND, reason);
  }

  /** A recorded file is paused. */
  static Condition waiting(int frames) {
    return new Condition(
        Words.WAITING,
        frames + " frames published and not yet judged; inference-service is away or busy");
  }

  static Condition of(VideoException e) {
    return new Condition(e.fault() == Fault.STALLED ? "stalled" : "offline", e.getMessage());
  }
}
