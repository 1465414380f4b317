package io.cleansight.capture.camera;

import java.time.Duration;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * How long to wait before a lost source is opened again: twice as long after every failure, with
 * some jitter so that the cameras of a recorder do not come back all at once. For one thread.
 */
final class Retries {
  /** A source that refuses us is asked so much less often: asking soon would lock the account. */
  private static final int REFUSED_FACTOR = 10;

  private final ExponentialBackOff backOff;
  private BackOffExecution execution;

  /**
   * @param first pause
   * @param longest pause, unless the source refuses us
   */
  Retries(Duration first, Duration longest) {
    this.backOff = new ExponentialBackOff(first.toMillis(), 2);
    backOff.setMaxInterval(longest.toMillis());
    backOff.setJitter(first.toMillis() / 2);
    this.execution = backOff.start();
  }

  /**
   * The next pause.
   *
   * @param refused whether the source refused us
   */
  Duration next(boolean refused) {
    return Duration.ofMillis(execution.nextBackOff()).multipliedBy(refused ? REFUSED_FACTOR : 1);
  }

  /** The source is well again. */
  void reset() {
    execution = backOff.start();
  }
}
