package io.cleansight.persistence.clip;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a clip is to show.
 *
 * @param opened the moment that matters most
 */
record ClipWindow(Instant from, Instant opened, Instant to) {

  /** Of a violation; of one that is open as long as a clip may be. */
  static ClipWindow of(Instant opened, @Nullable Instant closed, ClipProperties properties) {
    Instant from = opened.minus(properties.before());
    Instant longest = from.plus(properties.longest());
    Instant to = closed == null ? longest : closed.plus(properties.after());
    return new ClipWindow(from, opened, to.isBefore(longest) ? to : longest);
  }
}
