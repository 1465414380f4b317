package io.cleansight.inference.zone;

import io.cleansight.contracts.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether somebody who enters the work area has done before what a room asks for. */
public final class Sequence {
  private Sequence() {}

  /**
   * A step left out or cut short.
   *
   * @param reason in words and numbers
   * @param timeline what they were seen to do, oldest first
   */
  public record Omission(String type, String reason, List<Deed> timeline) {}

  /** What is missing; nothing where their way here is not known. */
  public static List<Omission> omissions(Journey journey, Room room, Instant entering) {
    if (!isKnown(journey, room)) {
      return List.of();
    }
    List<Deed> deeds =
        journey.all().stream()
            .filter(deed -> !deed.at().isBefore(entering.minus(room.window())))
            .filter(deed -> !deed.type().equals(Zone.WORK_AREA))
            .toList();
    var omissions = new ArrayList<Omission>();
    Instant since = Instant.MIN;
    for (String step : room.required()) {
      switch (step) {
        case Zone.HANDWASH -> {
          Duration washed = total(deeds, Zone.HANDWASH);
          if (washed.isZero()) {
            omissions.add(omission(Words.NO_HANDWASH, "no hand wash", deeds, entering));
          } else if (washed.compareTo(room.minimumWash()) < 0) {
            String words =
                String.format(
                    Locale.ROOT,
                    "hands washed for %.1f s of %.0f s",
                    washed.toMillis() / 1000.0,
                    room.minimumWash().toMillis() / 1000.0);
            omissions.add(omission(Words.SHORT_HANDWASH, words, deeds, entering));
          }
          since = first(deeds, Zone.HANDWASH);
        }
        case Zone.SANITIZE -> {
          Instant from = since;
          List<Deed> all =
              deeds.stream().filter(deed -> deed.type().equals(Zone.SANITIZE)).toList();
          if (all.isEmpty()) {
            omissions.add(omission(Words.NO_SANITIZE, "not sanitised", deeds, entering));
          } else if (all.stream().noneMatch(deed -> !deed.at().isBefore(from))) {
            omissions.add(
                omission(Words.NO_SANITIZE, "sanitised only before washing", deeds, entering));
          }
        }
        default -> {} // hairnets are watched everywhere, not only here
      }
    }
    return omissions;
  }

  /** Seen to come in: through the entrance if the room has one, else from outside the work area. */
  private static boolean isKnown(Journey journey, Room room) {
    return room.has(Zone.ENTRANCE)
        ? journey.all().stream().anyMatch(deed -> deed.type().equals(Zone.ENTRANCE))
        : !journey.beganAtWork();
  }

  private static Duration total(List<Deed> deeds, String type) {
    return deeds.stream()
        .filter(deed -> deed.type().equals(type))
        .map(Deed::took)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Instant first(List<Deed> deeds, String type) {
    return deeds.stream()
        .filter(deed -> deed.type().equals(type))
        .map(Deed::at)
        .findFirst()
        .orElse(Instant.MIN);
  }

  private static Omission omission(String type, String words, List<Deed> deeds, Instant entering) {
    var text = new StringBuilder(words).append(" before the work area");
    String separator = ": ";
    for (var deed : deeds) {
      text.append(separator)
          .append(
              String.format(
                  Locale.ROOT,
                  "%s %.0f s before for %.1f s",
                  deed.type(),
                  Duration.between(deed.at(), entering).toMillis() / 1000.0,
                  deed.took().toMillis() / 1000.0));
      separator = ", ";
    }
    return new Omission(type, text.toString(), deeds);
  }
}
