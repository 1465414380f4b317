package io.cleansight.capture.camera;

import io.cleansight.video.VideoException.Fault;
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

  /** Most milliseconds for a source that is away, so that it is seen soon after it is back. */
  private static final long AWAY = 2000;

  private final ExponentialBackOff backOff;
  private BackOffExecution execution;

  /**
   * @param first pause
   * @param longest pause; not for a source that rejects our credentials
   */
  Retries(Duration first, Duration longest) {
    this.backOff = new ExponentialBackOff(first.toMillis(), 2);
    backOff.setMaxInterval(longest.toMillis());
    backOff.setJitter(first.toMillis() / 2);
    this.execution = backOff.start();
  }

  /** The next pause, after that fault. */
  Duration next(Fault fault) {
    long pause = execution.nextBackOff();
    return switch (fault) {
      case REFUSED -> Duration.ofMillis(pause * REFUSED_FACTOR);
      case UNREACHABLE, STALLED, BROKE_OFF, ENDED ->
          Duration.ofMillis(pause <= AWAY ? pause : AWAY - pause % (AWAY / 4)); // still with jitter
      case NOT_ALLOWED,
          UNTRUSTED,
          NOT_FOUND,
          UNWILLING,
          NO_VIDEO,
          FORMAT,
          NO_PICTURE,
          TOO_LARGE,
          UNDECODABLE,
          DECODER_LOST ->
          Duration.ofMillis(pause);
    };
  }

  /** To be called once the source works again. */
  void reset() {
    execution = backOff.start();
  }
}
