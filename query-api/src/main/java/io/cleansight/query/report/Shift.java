package io.cleansight.query.report;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One shift.
 *
 * @param day on which it began, where the plant is: a night is of the day before
 * @param to without that instant
 */
record Shift(String name, LocalDate day, Instant from, Instant to) {}
