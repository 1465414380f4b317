package io.cleansight.query.violation;

import io.cleansight.query.web.BadParameterException;
import org.jspecify.annotations.Nullable;

/** Whether a violation is to be held past every age, as sent. */
record HoldBody(@Nullable Boolean held, @Nullable String reason) {
  private static final int LONGEST_REASON = 500;

  HoldBody {
    if (held == null) {
      throw new BadParameterException("held", "true or false");
    }
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw new BadParameterException("reason", "at most " + LONGEST_REASON + " characters");
    }
  }

  boolean isHeld() {
    return Boolean.TRUE.equals(held);
  }
}
