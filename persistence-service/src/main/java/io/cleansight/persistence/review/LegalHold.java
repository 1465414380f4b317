package io.cleansight.persistence.review;

import io.cleansight.contracts.People;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a violation is held past every age. One person asks for a hold to be lifted, another
 * confirms it within seven days.
 *
 * @param requestedBy who asked; null: nobody
 */
record LegalHold(boolean held, @Nullable String requestedBy, @Nullable Instant requestedAt) {
  static final Duration REQUEST_HOLDS = Duration.ofDays(7);

  /** What a decision makes of it; empty: it is refused, as whoever decides may not. */
  Optional<LegalHold> after(boolean hold, String by, Instant at) {
    if (hold) {
      return Optional.of(new LegalHold(true, null, null));
    }
    if (!held) {
      return Optional.of(this);
    }
    if (!People.isPerson(by)) {
      return Optional.empty();
    }
    String first = requestedBy;
    if (first == null || requestedAt == null || !at.isBefore(requestedAt.plus(REQUEST_HOLDS))) {
      return Optional.of(new LegalHold(true, by, at));
    }
    return People.areOne(first, by)
        ? Optional.empty()
        : Optional.of(new LegalHold(false, null, null));
  }
}
