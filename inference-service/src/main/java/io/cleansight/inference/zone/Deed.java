package io.cleansight.inference.zone;

import java.time.Duration;
import java.time.Instant;

/** Something that a person did: stayed long enough in a zone of that type. */
public record Deed(String type, Instant at, Duration took) {}
