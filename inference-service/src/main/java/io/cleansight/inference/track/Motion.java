package io.cleansight.inference.track;

/**
 * One coordinate of something that moves, and how sure that is: a Kalman filter of place and
 * velocity under random acceleration. A value.
 *
 * @param place in fractions of the frame
 * @param velocity per second
 * @param placeVariance of the place; {@code covariance} of both, {@code velocityVariance} of the
 *     velocity
 */
record Motion(
    double place,
    double velocity,
    double placeVariance,
    double covariance,
    double velocityVariance) {

  /** Just come into view: the velocity may be anything up to about {@code speed}. */
  static Motion from(double place, double error, double speed) {
    return new Motion(place, 0, error * error, 0, speed * speed);
  }

  /**
   * So many seconds later.
   *
   * @param believed seconds for which the velocity is taken to last; less sure thereafter
   * @param acceleration standard deviation, per second squared
   */
  Motion after(double seconds, double believed, double acceleration) {
    double t = seconds;
    double q = acceleration * acceleration;
    return new Motion(
        place + velocity * Math.min(t, believed),
        velocity,
        placeVariance + 2 * t * covariance + t * t * velocityVariance + q * t * t * t * t / 4,
        covariance + t * velocityVariance + q * t * t * t / 2,
        velocityVariance + q * t * t);
  }

  /**
   * Seen there.
   *
   * @param error standard deviation of what is seen
   */
  Motion seen(double at, double error) {
    double sum = placeVariance + error * error;
    double gain = placeVariance / sum;
    double velocityGain = covariance / sum;
    double surprise = at - place;
    return new Motion(
        place + gain * surprise,
        velocity + velocityGain * surprise,
        (1 - gain) * placeVariance,
        (1 - gain) * covariance,
        velocityVariance - velocityGain * covariance);
  }

  double deviation() {
    return Math.sqrt(Math.max(0, placeVariance));
  }
}
