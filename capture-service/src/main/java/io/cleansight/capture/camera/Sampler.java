package io.cleansight.capture.camera;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thins a video out to so many frames per second, by media time: which frames stay does not depend
 * on our speed.
 */
final class Sampler {
  private final @Nullable Double framesPerSecond;
  private long lastSlot = -1;

  /**
   * @param framesPerSecond null: everything stays
   */
  Sampler(@Nullable Double framesPerSecond) {
    this.framesPerSecond = framesPerSecond;
  }

  /** Whether the frame at that time stays; asked in order. A time that goes back begins anew. */
  boolean keeps(Duration mediaTime) {
    if (framesPerSecond == null) {
      return true;
    }
    // A microsecond of grace: time stamps are rounded.
    long slot = (long) Math.floor((mediaTime.toNanos() / 1e9 + 1e-6) * framesPerSecond);
    boolean keeps = slot != lastSlot;
    lastSlot = slot;
    return keeps;
  }
}
