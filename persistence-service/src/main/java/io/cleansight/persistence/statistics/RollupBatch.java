package io.cleansight.persistence.statistics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jcip.annotations.NotThreadSafe;

/**
 * A batch folded into quarters of hours, in memory; one row for each, and one for its hour, is then
 * all that goes to the database.
 */
@NotThreadSafe
public final class RollupBatch {
  private final SortedMap<Bucket, Map<Measure, Double>> quarters = new TreeMap<>();

  public void count(Bucket bucket, Measure measure) {
    add(bucket, measure, 1);
  }

  public void add(Bucket bucket, Measure measure, double value) {
    add(quarters, bucket, measure, value);
  }

  /** Adds the seconds from one instant to another to the quarters in which they lie. */
  public void addSeconds(String camera, Instant from, Instant to, Measure measure) {
    for (Instant at = from; at.isBefore(to); ) {
      Bucket quarter = Bucket.of(camera, at);
      Instant quarterEnds = quarter.start().plus(Bucket.QUARTER);
      Instant end = quarterEnds.isBefore(to) ? quarterEnds : to;
      add(quarter, measure, ChronoUnit.MICROS.between(at, end) / 1e6);
      at = end;
    }
  }

  /** What was counted of a quarter: 0, or NaN of a least or greatest, where nothing was. */
  public double get(Bucket quarter, Measure measure) {
    return quarters.getOrDefault(quarter, Map.of()).getOrDefault(measure, measure.none());
  }

  SortedMap<Bucket, Map<Measure, Double>> quarters() {
    return quarters;
  }

  SortedMap<Bucket, Map<Measure, Double>> hours() {
    var hours = new TreeMap<Bucket, Map<Measure, Double>>();
    quarters.forEach(
        (quarter, measured) ->
            measured.forEach((measure, value) -> add(hours, quarter.hour(), measure, value)));
    return hours;
  }

  private static void add(
      SortedMap<Bucket, Map<Measure, Double>> buckets,
      Bucket bucket,
      Measure measure,
      double value) {
    buckets
        .computeIfAbsent(bucket, _ -> new EnumMap<>(Measure.class))
        .merge(measure, value, measure::fold);
  }
}
