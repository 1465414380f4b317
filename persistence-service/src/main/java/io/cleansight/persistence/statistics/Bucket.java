package io.cleansight.persistence.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * A stretch of time of one camera, or of one kind of zone in its picture: a quarter of an hour, of
 * which every time zone is made, or the hour in UTC that it is part of. Ordered, so that every
 * transaction updates buckets in the same order and no two wait for each other.
 *
 * @param zone the zone's type; empty for the whole picture
 */
public record Bucket(String camera, String zone, Instant start) implements Comparable<Bucket> {
  static final Duration QUARTER = Duration.ofMinutes(15);

  private static final Comparator<Bucket> ORDER =
      Comparator.comparing(Bucket::camera).thenComparing(Bucket::zone).thenComparing(Bucket::start);

  /** The quarter of an hour of the whole picture in which {@code at} lies. */
  public static Bucket of(String camera, Instant at) {
    long seconds = at.getEpochSecond();
    return new Bucket(
        camera, "", Instant.ofEpochSecond(seconds - Math.floorMod(seconds, QUARTER.toSeconds())));
  }

  /** The same stretch of one kind of zone. */
  public Bucket in(String zoneType) {
    return new Bucket(camera, zoneType, start);
  }

  /** The hour that it is part of. */
  Bucket hour() {
    return new Bucket(camera, zone, start.truncatedTo(ChronoUnit.HOURS));
  }

  boolean isOfZone() {
    return !zone.isEmpty();
  }

  @Override
  public int compareTo(Bucket other) {
    return ORDER.compare(this, other);
  }
}
