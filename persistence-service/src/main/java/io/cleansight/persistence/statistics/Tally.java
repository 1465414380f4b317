package io.cleansight.persistence.statistics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A batch folded into hours, in memory; one row for an hour is then all that goes to the database.
 * For one thread.
 */
public final class Tally {
  private final SortedMap<Hour, Map<Measure, Double>> hours = new TreeMap<>();

  public void count(Hour hour, Measure measure) {
    add(hour, measure, 1);
  }

  public void add(Hour hour, Measure measure, double value) {
    hours
        .computeIfAbsent(hour, _ -> new EnumMap<>(Measure.class))
        .merge(measure, value, measure::fold);
  }

  /** Adds the seconds from one instant to another to the hours in which they lie. */
  public void addSeconds(String camera, Instant from, Instant to, Measure measure) {
    for (Instant at = from; at.isBefore(to); ) {
      Instant hourEnds = at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
      Instant end = hourEnds.isBefore(to) ? hourEnds : to;
      add(Hour.of(camera, at), measure, ChronoUnit.MICROS.between(at, end) / 1e6);
      at = end;
    }
  }

  /** What was counted of an hour: 0, or NaN of a least or greatest, where nothing was. */
  public double get(Hour hour, Measure measure) {
    return hours.getOrDefault(hour, Map.of()).getOrDefault(measure, measure.none());
  }

  SortedMap<Hour, Map<Measure, Double>> hours() {
    return hours;
  }
}
