package io.cleansight.alert.notify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How many messages a recipient got within a minute.
 *
 * @param minute when it began, by the broker's time
 */
record Limit(Instant minute, int sent) {
  static Limit at(Instant now) {
    return new Limit(now.truncatedTo(ChronoUnit.MINUTES), 0);
  }

  /** Of the minute of {@code now}, which may be another. */
  Limit in(Instant now) {
    Limit fresh = at(now);
    return fresh.minute.equals(minute) ? this : fresh;
  }

  Limit oneMore() {
    return new Limit(minute, sent + 1);
  }
}
