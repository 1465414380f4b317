package io.cleansight.inference.zone;

import java.time.Duration;
import java.time.Instant;

/**
 * A step of hygiene that a person completed: they stayed long enough in the zones of that type.
 *
 * @param whole whether all of it was seen, its beginning included; else it may have taken longer
 */
public record CompletedStep(String type, Instant at, Duration took, boolean whole) {
  public Instant until() {
    return at.plus(took);
  }
}
