package io.cleansight.inference.track;

import java.time.Duration;
import java.time.Instant;

/**
 * One person, as last seen.
 *
 * @param velocityX fractions of the frame per second, smoothed
 */
public record Track(long id, Region region, double velocityX, double velocityY, Instant seen) {
  private static final double SMOOTHING = 0.5;

  /** Beyond this a constant velocity is no longer believed. */
  private static final double LONGEST_PREDICTION_SECONDS = 1;

  Region predicted(Instant at) {
    double seconds = Math.min(LONGEST_PREDICTION_SECONDS, secondsSinceSeen(at));
    return region.movedBy(velocityX * seconds, velocityY * seconds);
  }

  double secondsSinceSeen(Instant at) {
    return Duration.between(seen, at).toNanos() / 1e9;
  }

  Track seenAgain(Region now, Instant at) {
    double seconds = secondsSinceSeen(at);
    if (seconds <= 0) {
      return new Track(id, now, velocityX, velocityY, at);
    }
    return new Track(
        id,
        now,
        smooth(velocityX, (now.centreX() - region.centreX()) / seconds),
        smooth(velocityY, (now.centreY() - region.centreY()) / seconds),
        at);
  }

  private static double smooth(double before, double now) {
    return before + SMOOTHING * (now - before);
  }
}
