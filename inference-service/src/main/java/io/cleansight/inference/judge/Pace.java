package io.cleansight.inference.judge;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often a camera's frames come, smoothed. Judgement goes by the frames that show people alone:
 * so it does not depend on how many frames of an empty room are remembered. A value.
 *
 * @param allSeconds between two frames, for people to read; 0 while unknown
 * @param peopleSeconds between two frames in a row that show somebody; 0 while unknown
 * @param occupied whether the last frame showed somebody
 */
record Pace(double allSeconds, double peopleSeconds, boolean occupied) {
  static final Pace UNKNOWN = new Pace(0, 0, false);

  private static final double SMOOTHING = 0.2;

  /**
   * After one more frame.
   *
   * @param last when the one before was taken; null if there was none
   * @param shows whether it shows somebody
   */
  Pace after(@Nullable Instant last, Instant at, boolean shows) {
    double seconds = last == null ? 0 : Duration.between(last, at).toNanos() / 1e9;
    return new Pace(
        smoothed(allSeconds, seconds),
        occupied && shows ? smoothed(peopleSeconds, seconds) : peopleSeconds,
        shows);
  }

  /** Without what frames of an empty room change. */
  Pace ofPeople() {
    return new Pace(0, peopleSeconds, occupied);
  }

  /** Between two frames that show somebody; nothing while unknown. */
  Duration interval() {
    return Duration.ofNanos(Math.round(peopleSeconds * 1e9));
  }

  /** 0 while unknown. */
  double framesPerSecond() {
    return allSeconds > 0 ? 1 / allSeconds : 0;
  }

  private static double smoothed(double before, double now) {
    if (now <= 0) {
      return before;
    }
    return before == 0 ? now : before + SMOOTHING * (now - before);
  }
}
