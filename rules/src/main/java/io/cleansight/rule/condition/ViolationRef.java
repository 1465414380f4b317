package io.cleansight.rule.condition;

import java.time.Instant;
import java.util.UUID;

/** A violation that opened. */
public record ViolationRef(Instant at, UUID violationId, String type) {}
