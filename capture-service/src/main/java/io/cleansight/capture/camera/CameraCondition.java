package io.cleansight.capture.camera;

import io.cleansight.capture.video.VideoException;
import io.cleansight.capture.video.VideoException.Fault;
import io.cleansight.contracts.vocabulary.CameraStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a camera is.
 *
 * @param reason why it is not well; never an address
 */
record CameraCondition(String state, @Nullable String reason) {
  static final CameraCondition STARTING = new CameraCondition("offline", "not opened yet");
  static final CameraCondition ONLINE = new CameraCondition(CameraStatus.ONLINE.word(), null);

  /** Switched off on purpose. */
  static final CameraCondition OFF = new CameraCondition(CameraStatus.OFF.word(), "switched off");

  /** All of a recorded file has been played and judged. */
  static final CameraCondition FINISHED = new CameraCondition(CameraStatus.FINISHED.word(), null);

  /** A request to play a file that was played, in whole or in part, before another one. */
  static final CameraCondition FOLLOWED =
      new CameraCondition(CameraStatus.FINISHED.word(), "another run of this camera has followed");

  /** Frames come, and show nothing. */
  static CameraCondition blind(String reason) {
    return new CameraCondition(CameraStatus.BLIND.word(), reason);
  }

  /** A recorded file is paused. */
  static CameraCondition waiting(int frames) {
    return new CameraCondition(
        CameraStatus.WAITING.word(),
        frames + " frames published and not yet judged; inference-service is away or busy");
  }

  static CameraCondition of(VideoException e) {
    return new CameraCondition(e.fault() == Fault.STALLED ? "stalled" : "offline", e.getMessage());
  }
}
