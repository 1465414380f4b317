package io.cleansight.alert.notify;

import java.time.Duration;

/**
 * How long to wait before the next attempt: about twice as long after each, and not in step with
 * others.
 */
record Backoff(Duration first, Duration longest) {
  private static final int MOST_DOUBLINGS = 30;

  /**
   * @param attempts made so far, 1 at least
   * @param random from 0 to below 1
   * @return between half of the time and the whole of it
   */
  Duration after(int attempts, double random) {
    double whole = first.toMillis() * Math.pow(2, Math.min(attempts - 1, MOST_DOUBLINGS));
    double most = Math.min(whole, (double) longest.toMillis());
    return Duration.ofMillis(Math.round(most * (1 + random) / 2));
  }
}
