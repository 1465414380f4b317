package io.cleansight.inference.zone;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One person's way through a room. A value: {@link #to} gives the next.
 *
 * @param stays by zone: where they are, or were a moment ago
 * @param deeds what they have done, oldest first
 * @param beganAtWork whether they were first seen in a work area: what came before is not known
 * @param last where they were last seen
 */
public record Journey(
    Map<String, Stay> stays, List<Deed> deeds, boolean beganAtWork, @Nullable Spot last) {
  public static final Journey NEW = new Journey(Map.of(), List.of(), false, null);

  /** Who is out of a zone for less has not left it. */
  private static final Duration LEAVING = Duration.ofMillis(1500);

  private static final int MOST_DEEDS = 40;

  /** The key of what a model says by itself, without a zone. */
  private static final String SEEN = "seen:";

  public Journey {
    stays = Map.copyOf(stays);
    deeds = List.copyOf(deeds);
  }

  /**
   * A step of the way.
   *
   * @param done deeds that are complete now
   * @param entered types of zones in which they have now been for long enough
   * @param left types of zones that they have left, having been in them for long enough
   */
  public record Move(Journey next, List<Deed> done, Set<String> entered, Set<String> left) {}

  /**
   * Moves on.
   *
   * @param seenDoing what a model says that they do: handwash, sanitize
   */
  public Move to(Instant at, Spot spot, Set<String> seenDoing, Room room) {
    var next = new TreeMap<>(stays);
    var entered = new java.util.TreeSet<String>();
    for (var zone : room.zones()) {
      if (zone.holds(last, spot)) {
        stay(
            next,
            zone.id(),
            zone.type(),
            zone.isLine() ? Duration.ZERO : zone.dwell(),
            at,
            entered);
      }
    }
    for (String doing : seenDoing) {
      stay(next, SEEN + doing, doing, Duration.ofSeconds(1), at, entered);
    }
    var ended = new TreeMap<String, Stay>();
    next.forEach(
        (zone, stay) -> {
          if (stay.until().plus(LEAVING).isBefore(at)) {
            ended.put(zone, stay);
          }
        });
    ended.keySet().forEach(next::remove);
    boolean first = last == null;
    boolean atWork = next.values().stream().anyMatch(stay -> stay.type().equals(Zone.WORK_AREA));
    return move(next, ended, entered, first ? atWork : beganAtWork, spot);
  }

  /** Gone: whatever they were doing is over. */
  public Move gone() {
    return move(new TreeMap<>(), new TreeMap<>(stays), Set.of(), beganAtWork, last);
  }

  /** Types of zones that they are in. */
  public List<String> places() {
    return stays.values().stream()
        .filter(Stay::counts)
        .map(Stay::type)
        .distinct()
        .sorted()
        .toList();
  }

  /** All that they have done and are doing, oldest first. */
  List<Deed> all() {
    var all = new ArrayList<>(deeds);
    stays.values().stream().filter(Stay::counts).map(Stay::deed).forEach(all::add);
    all.sort(java.util.Comparator.comparing(Deed::at));
    return all;
  }

  private Move move(
      Map<String, Stay> next,
      Map<String, Stay> ended,
      Set<String> entered,
      boolean work,
      @Nullable Spot spot) {
    List<Deed> done = ended.values().stream().filter(Stay::counts).map(Stay::deed).toList();
    var all = new ArrayList<>(deeds);
    all.addAll(done);
    List<Deed> kept = all.subList(Math.max(0, all.size() - MOST_DEEDS), all.size());
    var left = new java.util.TreeSet<String>();
    done.forEach(deed -> left.add(deed.type()));
    return new Move(
        new Journey(next, kept, work, spot), done, Set.copyOf(entered), Set.copyOf(left));
  }

  private static void stay(
      Map<String, Stay> stays,
      String zone,
      String type,
      Duration dwell,
      Instant at,
      Set<String> entered) {
    Stay before = stays.get(zone);
    Instant since = before == null ? at : before.since();
    boolean counted = before != null && before.counts();
    boolean counts = counted || Duration.between(since, at).compareTo(dwell) >= 0;
    if (counts && !counted) {
      entered.add(type);
    }
    stays.put(zone, new Stay(type, since, at, counts));
  }
}
