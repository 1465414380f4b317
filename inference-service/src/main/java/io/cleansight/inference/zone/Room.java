package io.cleansight.inference.zone;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a camera's settings say of its room.
 *
 * @param steps what must be done before the work area, in this order
 * @param minimumWash below it a wash was too short
 * @param window for how long a step counts
 */
public record Room(List<Zone> zones, List<String> steps, Duration minimumWash, Duration window) {
  /** A room of which nobody has said anything. */
  public static final Room UNKNOWN =
      new Room(List.of(), List.of(), Duration.ofSeconds(20), Duration.ofHours(1));

  public Room {
    zones = List.copyOf(zones);
    steps = List.copyOf(steps);
  }

  boolean has(String type) {
    return zones.stream().anyMatch(zone -> zone.type().equals(type));
  }

  /** The steps asked for, or else those for which there is a place. */
  List<String> required() {
    return steps.isEmpty()
        ? Stream.of(Zone.HANDWASH, Zone.SANITIZE).filter(this::has).toList()
        : steps;
  }
}
