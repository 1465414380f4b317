package io.cleansight.query.report;

import io.cleansight.query.access.Caller;
import io.cleansight.query.web.TimeRange;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/reports}: what was seen in a shift. */
@RestController
class ShiftReportController {
  private final Reports reports;
  private final Clock clock;

  ShiftReportController(Reports reports, Clock clock) {
    this.reports = reports;
    this.clock = clock;
  }

  /**
   * The report of the last shift that ended by an instant, be it one to come: then of the one that
   * is worked. Without an instant it is the last that is over; or the one that is worked, as long
   * as nothing was seen of any before.
   *
   * @param at ISO 8601 with an offset; absent: now
   * @param shift of that name alone, as it is set
   */
  @GetMapping("/api/v1/reports/shift")
  ShiftReport shift(
      Caller caller,
      @RequestParam(required = false) @Nullable String at,
      @RequestParam(required = false) @Nullable String shift) {
    Instant now = clock.instant();
    Shifts among = among(shift);
    Optional<Shift> wanted =
        at == null
            ? reports.latest(caller, among, now)
            : endedBy(TimeRange.parse("at", at), among, now);
    return reports.report(
        caller,
        wanted.orElseThrow(
            () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "no shift is worked there")),
        among,
        now);
  }

  /** Which shifts are worked, as they are set, by the clock on the plant's wall. */
  @GetMapping("/api/v1/reports/shifts")
  ShiftPlan shifts() {
    return ShiftPlan.of(reports.shifts());
  }

  private static Optional<Shift> endedBy(Instant at, Shifts among, Instant now) {
    return at.isAfter(now)
        ? among.at(now).filter(it -> !it.to().isAfter(at)).or(() -> among.lastEnded(now))
        : among.lastEnded(at);
  }

  private Shifts among(@Nullable String name) {
    Shifts all = reports.shifts();
    return name == null ? all : all.known(name);
  }
}
