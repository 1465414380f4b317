package io.cleansight.inference.detect;

import io.cleansight.contracts.vocabulary.Untimeliness;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges a frame's capture time, once for everybody who reads what comes of the frame, by the time
 * at which the broker appended it: the same frame is judged alike whenever and by whomever it is
 * read.
 *
 * @param future how far capture may be ahead of the broker: what is left after capture has measured
 *     its clock
 * @param oldest age from which a frame is taken for one with a wrong clock
 */
record Timeliness(Duration future, Duration oldest) {

  /** Why that capture time cannot be right; null if it can. */
  @Nullable String fault(Instant capturedAt, Instant appended) {
    if (capturedAt.isAfter(appended.plus(future))) {
      return Untimeliness.FUTURE.word();
    }
    return capturedAt.isBefore(appended.minus(oldest)) ? Untimeliness.EXPIRED.word() : null;
  }
}
