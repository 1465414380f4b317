package io.cleansight.inference.zone;

import java.time.Duration;
import java.time.Instant;

/**
 * Being in a zone.
 *
 * @param until when last seen in it
 * @param counts whether it has lasted for the zone's dwell
 */
public record Stay(String type, Instant since, Instant until, boolean counts) {
  Duration length() {
    return Duration.between(since, until);
  }

  Deed deed() {
    return new Deed(type, since, length());
  }
}
