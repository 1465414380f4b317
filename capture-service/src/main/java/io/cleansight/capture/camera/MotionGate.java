package io.cleansight.capture.camera;

import io.cleansight.video.Glance;
import java.time.Duration;
import java.time.Instant;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * Lets fewer pictures through while nothing moves in them: what differs is looked for against the
 * picture that went through last, so that slow movement adds up and is seen. Fed in order.
 */
@NotThreadSafe
final class MotionGate {
  /** Of 255; the noise of a sensor in little light stays below. */
  private static final int NOISE = 12;

  /** Points of a {@link Glance} that must differ: one alone may be a lamp or a reflection. */
  private static final int POINTS = 2;

  /** For so long after the last movement all pictures go through. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private @Nullable Glance last;
  private Instant passedAt = Instant.MIN;
  private Instant movedAt = Instant.MIN;

  /**
   * Whether the picture goes through.
   *
   * @param stillFramesPerSecond how many do while nothing moves; null: all
   */
  boolean passes(Instant at, Glance picture, @Nullable Double stillFramesPerSecond) {
    Glance before = last;
    if (before == null || picture.pointsThatDiffer(before, NOISE) >= POINTS) {
      movedAt = at;
    }
    boolean moving = at.isBefore(movedAt.plus(LINGER));
    boolean passes =
        stillFramesPerSecond == null || moving || !at.isBefore(due(stillFramesPerSecond));
    if (passes) {
      last = picture;
      passedAt = at;
    }
    return passes;
  }

  private Instant due(double framesPerSecond) {
    return passedAt.plusNanos(Math.round(1e9 / framesPerSecond));
  }
}
