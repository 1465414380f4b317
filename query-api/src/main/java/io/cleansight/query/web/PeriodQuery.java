package io.cleansight.query.web;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Of which time something is asked for.
 *
 * @param from ISO 8601 with an offset; absent: so long before {@code to} as the list usually shows
 * @param to without that instant; absent: now
 */
@ParameterObject
public record PeriodQuery(
    @RequestParam(required = false) @Nullable String from,
    @RequestParam(required = false) @Nullable String to) {

  /**
   * The time that is asked for.
   *
   * @param otherwise how long it is where {@code from} is absent
   */
  public TimeRange range(Duration otherwise, Clock clock) {
    return TimeRange.of(from, to, otherwise, clock);
  }
}
