package io.cleansight.capture.camera;

import java.time.Duration;
import net.jcip.annotations.NotThreadSafe;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Exponential back-off with jitter for opening a lost source again; the jitter spreads cameras that
 * fail together, as those of one recorder do.
 */
@NotThreadSafe
final class Retries {
  /** For a source that rejects our credentials: frequent attempts would lock the account. */
  private static final int REFUSED_FACTOR = 10;

  private final ExponentialBackOff backOff;
  private BackOffExecution execution;

  /**
   * @param first pause
   * @param longest pause, unless the source rejects our credentials
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
   * @param refused whether the source rejected our credentials
   */
  Duration next(boolean refused) {
    return Duration.ofMillis(execution.nextBackOff()).multipliedBy(refused ? REFUSED_FACTOR : 1);
  }

  /** To be called once the source works again. */
  void reset() {
    execution = backOff.start();
  }
}
