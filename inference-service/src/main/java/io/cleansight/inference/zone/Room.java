package io.cleansight.inference.zone;

import io.cleansight.contracts.vocabulary.ZoneType;
import java.time.Duration;
import java.util.Comparator;
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

  /** Frames do not come more often than this everywhere. */
  private static final Duration SHORTEST_UNSEEN = Duration.ofSeconds(1);

  public Room {
    zones = List.copyOf(zones);
    steps = List.copyOf(steps);
  }

  /** The steps asked for, or else those for which there is a place. */
  List<String> required() {
    return steps.isEmpty()
        ? ZoneType.STEPS.stream().filter(step -> ofType(step).findAny().isPresent()).toList()
        : steps.stream().filter(ZoneType.STEPS::contains).toList();
  }

  /**
   * Who was out of sight for longer may have done a step meanwhile: as long as the shortest takes,
   * and at least a second.
   */
  Duration unseenLimit() {
    return required().stream()
        .map(this::shortest)
        .min(Comparator.naturalOrder())
        .filter(shortest -> shortest.compareTo(SHORTEST_UNSEEN) > 0)
        .orElse(SHORTEST_UNSEEN);
  }

  /** What a step takes at least: by its zones, or by the word of a model where there is none. */
  private Duration shortest(String step) {
    return ofType(step).map(Zone::dwell).min(Comparator.naturalOrder()).orElse(Stay.TOLD);
  }

  private Stream<Zone> ofType(String type) {
    return zones.stream().filter(zone -> zone.type().equals(type));
  }
}
