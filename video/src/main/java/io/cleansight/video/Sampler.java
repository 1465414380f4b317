package io.cleansight.video;

import java.time.Duration;
import java.util.Objects;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * Thins a video out to so many pictures per second, by media time: which ones stay does not depend
 * on our speed.
 */
@NotThreadSafe
public final class Sampler {
  private @Nullable Double framesPerSecond;
  private long lastSlot = -1;

  /**
   * @param framesPerSecond null: everything stays
   */
  public Sampler(@Nullable Double framesPerSecond) {
    this.framesPerSecond = framesPerSecond;
  }

  /** Another rate from now on. */
  public void rate(@Nullable Double wanted) {
    if (!Objects.equals(framesPerSecond, wanted)) {
      framesPerSecond = wanted;
      lastSlot = -1;
    }
  }

  /** Whether the picture at that time stays; asked in order. A time that goes back begins anew. */
  public boolean keeps(Duration mediaTime) {
    if (framesPerSecond == null) {
      return true;
    }
    long slot = slot(mediaTime, framesPerSecond);
    boolean keeps = slot != lastSlot;
    lastSlot = slot;
    return keeps;
  }

  /** Whether {@link #keeps} would say so of that time now. */
  public boolean isDue(Duration mediaTime) {
    return framesPerSecond == null || slot(mediaTime, framesPerSecond) != lastSlot;
  }

  private static long slot(Duration mediaTime, double rate) {
    // A microsecond of grace: time stamps are rounded.
    return (long) Math.floor((mediaTime.toNanos() / 1e9 + 1e-6) * rate);
  }
}
