package io.cleansight.rehearsal;

import java.time.Instant;

/** A time from {@code from} to before {@code to}. */
public record Period(Instant from, Instant to) {
  public Period {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("from " + from + " must be before to " + to);
    }
  }
}
