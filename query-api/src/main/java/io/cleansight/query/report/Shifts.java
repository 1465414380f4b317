package io.cleansight.query.report;

import io.cleansight.query.web.BadParameterException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A plant's calendar of shifts. They begin and end by the clock on the wall: where that is changed
 * a night has seven hours or nine. A time that the clock skips is when it was changed; of one that
 * it shows twice the first is meant. So shifts that follow each other never overlap and leave no
 * gap, on any day.
 */
final class Shifts {
  /** Where there was no shift for so long, there is none. */
  private static final int LONGEST_PAUSE_DAYS = 60;

  private final ZoneId zone;
  private final List<ShiftPattern> patterns;
  private final Set<LocalDate> holidays;

  /**
   * @param patterns of which no two overlap
   * @param holidays days on which no shift begins
   */
  Shifts(ZoneId zone, List<ShiftPattern> patterns, Collection<LocalDate> holidays) {
    this.zone = zone;
    this.patterns = patterns.stream().sorted(Comparator.comparing(ShiftPattern::start)).toList();
    this.holidays = Set.copyOf(holidays);
  }

  ZoneId zone() {
    return zone;
  }

  /** Those of the same names alone. */
  Shifts named(String name) {
    return new Shifts(
        zone, patterns.stream().filter(it -> it.name().equals(name)).toList(), holidays);
  }

  /**
   * The same, for whoever asks by that name.
   *
   * @throws BadParameterException if there are none
   */
  Shifts known(String name) {
    if (!names().contains(name)) {
      throw new BadParameterException("shift", "one of " + names());
    }
    return named(name);
  }

  List<String> names() {
    return patterns.stream().map(ShiftPattern::name).distinct().toList();
  }

  /** The last that had ended by then; empty: there was none for two months. */
  Optional<Shift> lastEnded(Instant by) {
    return backFrom(by).filter(it -> !it.to().isAfter(by)).findFirst();
  }

  /** The one that is worked at that instant. */
  Optional<Shift> at(Instant at) {
    return backFrom(at)
        .takeWhile(it -> it.to().isAfter(at) || it.from().isAfter(at))
        .filter(it -> !it.from().isAfter(at))
        .findFirst();
  }

  /** The first that began then or later; empty: there is none for two months. */
  Optional<Shift> firstFrom(Instant from) {
    LocalDate day = day(from).minusDays(1);
    return Stream.iterate(day, it -> it.plusDays(1))
        .limit(LONGEST_PAUSE_DAYS)
        .flatMap(this::on)
        .filter(it -> !it.from().isBefore(from))
        .findFirst();
  }

  /** Those of the same name that began within so many weeks before its day, oldest first. */
  List<Shift> likeBefore(Shift shift, int weeks) {
    Shifts alike = named(shift.name());
    return shift.day().minusWeeks(weeks).datesUntil(shift.day()).flatMap(alike::on).toList();
  }

  /** Those that began on that day, oldest first. */
  List<Shift> of(LocalDate day) {
    return on(day).toList();
  }

  /** Those of which any part lies between these two, oldest first. */
  List<Shift> between(Instant from, Instant to) {
    return day(from)
        .minusDays(1)
        .datesUntil(day(to).plusDays(1))
        .flatMap(this::on)
        .filter(it -> it.from().isBefore(to) && it.to().isAfter(from))
        .toList();
  }

  List<ShiftPattern> patterns() {
    return patterns;
  }

  /** Newest first, from those of that day on. */
  private Stream<Shift> backFrom(Instant at) {
    return Stream.iterate(day(at), it -> it.minusDays(1))
        .limit(LONGEST_PAUSE_DAYS)
        .flatMap(it -> on(it).toList().reversed().stream());
  }

  /** Those that begin on that day, in order; what is over before it begins was skipped. */
  private Stream<Shift> on(LocalDate day) {
    if (holidays.contains(day)) {
      return Stream.empty();
    }
    return patterns.stream()
        .filter(it -> it.days().contains(day.getDayOfWeek()))
        .map(it -> on(day, it))
        .filter(it -> it.from().isBefore(it.to()));
  }

  private Shift on(LocalDate day, ShiftPattern pattern) {
    LocalDate last = pattern.isOverMidnight() ? day.plusDays(1) : day;
    return new Shift(
        pattern.name(),
        day,
        instant(day.atTime(pattern.start())),
        instant(last.atTime(pattern.end())));
  }

  private Instant instant(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap() ? change.getInstant() : local.atZone(zone).toInstant();
  }

  private LocalDate day(Instant at) {
    return at.atZone(zone).toLocalDate();
  }
}
