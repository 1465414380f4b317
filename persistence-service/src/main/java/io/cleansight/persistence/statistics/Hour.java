package io.cleansight.persistence.statistics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * An hour of one camera, in UTC, or of one kind of zone in its picture. Ordered, so that every
 * transaction updates hours in the same order and no two wait for each other.
 *
 * @param zone the zone's type; empty for the whole picture
 */
public record Hour(String camera, String zone, Instant start) implements Comparable<Hour> {
  private static final Comparator<Hour> ORDER =
      Comparator.comparing(Hour::camera).thenComparing(Hour::zone).thenComparing(Hour::start);

  /** The hour of the whole picture in which {@code at} lies. */
  public static Hour of(String camera, Instant at) {
    return new Hour(camera, "", at.truncatedTo(ChronoUnit.HOURS));
  }

  /** The same hour of one kind of zone. */
  public Hour in(String zoneType) {
    return new Hour(camera, zoneType, start);
  }

  boolean isOfZone() {
    return !zone.isEmpty();
  }

  @Override
  public int compareTo(Hour other) {
    return ORDER.compare(this, other);
  }
}
