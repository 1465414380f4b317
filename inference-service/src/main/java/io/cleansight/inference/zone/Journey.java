package io.cleansight.inference.zone;

import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.inference.detection.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One person's way through a room. A value: {@link #to} gives the next.
 *
 * @param stays by type of zone, since zones of one type are one place: where they are, or were a
 *     moment ago
 * @param steps what they have done, oldest first
 * @param observed since when nothing that they did can have escaped the camera; null: it may have
 * @param last where they were last seen; null before the first time
 */
public record Journey(
    Map<String, Stay> stays,
    List<CompletedStep> steps,
    @Nullable Observed observed,
    @Nullable Position last) {
  public static final Journey NEW = new Journey(Map.of(), List.of(), null, null);

  private static final int MOST_STEPS = 40;

  public Journey {
    stays = Map.copyOf(stays);
    steps = List.copyOf(steps);
  }

  /**
   * Seen without a gap from a place on from which the order of steps can be judged: the entrance,
   * or the basin.
   *
   * @param fromEntrance whether they came through the entrance since, so that a wash that was not
   *     seen was not done
   */
  public record Observed(Instant since, boolean fromEntrance) {}

  /** Where they were, and when. */
  public record Position(Point point, Instant at) {}

  /**
   * A step of the way.
   *
   * @param done steps that are complete now, as the person has left the place
   * @param entered types of zones in which they have now been for long enough
   */
  public record Move(Journey next, List<CompletedStep> done, Set<String> entered) {}

  /**
   * Moves on. Who was out of sight for longer than the room allows may have done anything
   * meanwhile: what they have done so far still counts, but what is missing is no longer known to
   * be.
   *
   * @param seenDoing what a model says that they do: handwash, sanitize
   */
  public Move to(Instant at, Point point, Set<String> seenDoing, Room room) {
    boolean gap = last != null && last.at.plus(room.unseenLimit()).isBefore(at);
    Journey before = gap ? unobserved() : this;
    Map<String, Duration> dwells = dwells(point, room, gap);
    var types = new TreeSet<>(before.stays.keySet());
    types.addAll(dwells.keySet());
    types.addAll(seenDoing);
    var next = new TreeMap<String, Stay>();
    var entered = new TreeSet<String>();
    for (String type : types) {
      Stay was = before.stays.get(type);
      Stay begun = was == null ? Stay.begin(type, at, last != null && !gap) : was;
      Stay now = begun.seen(at, dwells.get(type), seenDoing.contains(type));
      if (now.counts() && !begun.counts()) {
        entered.add(type);
      }
      next.put(type, now);
    }
    var ended = new TreeMap<>(next);
    ended.values().removeIf(stay -> !stay.isOver(at));
    next.keySet().removeAll(ended.keySet());
    var position = new Position(point, at);
    return before.move(next, ended, entered, before.observed(next, entered), position);
  }

  /** Gone: whatever they were doing is over. */
  public Move gone() {
    return move(Map.of(), new TreeMap<>(stays), Set.of(), observed, last);
  }

  /**
   * The same person, who may have done anything unseen meanwhile. Of a wash that goes on a part was
   * not seen; what had not lasted long enough, and the way in, must be seen anew.
   */
  public Journey unobserved() {
    var kept = new TreeMap<String, Stay>();
    var all = new ArrayList<>(steps);
    for (var stay : new TreeMap<>(stays).values()) {
      if (ZoneType.ENTRANCE.is(stay.type())) {
        if (stay.counts()) {
          all.add(stay.step());
        }
      } else if (stay.counts() || !ZoneType.STEPS.contains(stay.type())) {
        kept.put(stay.type(), stay.interrupted());
      }
    }
    return new Journey(kept, newest(all), null, last);
  }

  /** Types of zones that they are in. */
  public List<String> places() {
    return stays.values().stream().filter(Stay::counts).map(Stay::type).sorted().toList();
  }

  /** All that they have done and are doing, oldest first. */
  List<CompletedStep> all() {
    var all = new ArrayList<>(steps);
    stays.values().stream().filter(Stay::counts).map(Stay::step).forEach(all::add);
    all.sort(Comparator.comparing(CompletedStep::at));
    return all;
  }

  /**
   * By type of the zones that they are in, the shortest stay that counts there. A way in across a
   * line during a gap is none: nobody knows how long ago it was.
   */
  private Map<String, Duration> dwells(Point point, Room room, boolean gap) {
    Point from = last == null ? null : last.point;
    var dwells = new HashMap<String, Duration>();
    for (var zone : room.zones()) {
      boolean unknowable = gap && zone.isLine() && ZoneType.ENTRANCE.is(zone.type());
      if (!unknowable && zone.holds(from, point)) {
        Duration dwell = zone.isLine() ? Duration.ZERO : zone.dwell();
        dwells.merge(zone.type(), dwell, (a, b) -> a.compareTo(b) <= 0 ? a : b);
      }
    }
    return dwells;
  }

  private @Nullable Observed observed(Map<String, Stay> next, Set<String> entered) {
    Observed from = observed;
    for (String type : List.of(ZoneType.ENTRANCE.word(), ZoneType.HANDWASH.word())) {
      Stay stay = next.get(type);
      if (stay != null && entered.contains(type)) {
        boolean entrance = ZoneType.ENTRANCE.is(type);
        from =
            from == null
                ? new Observed(stay.since(), entrance)
                : new Observed(from.since, from.fromEntrance || entrance);
      }
    }
    return from;
  }

  private Move move(
      Map<String, Stay> next,
      Map<String, Stay> ended,
      Set<String> entered,
      @Nullable Observed from,
      @Nullable Position position) {
    List<CompletedStep> done =
        ended.values().stream().filter(Stay::counts).map(Stay::step).toList();
    var all = new ArrayList<>(steps);
    all.addAll(done);
    return new Move(new Journey(next, newest(all), from, position), done, Set.copyOf(entered));
  }

  private static List<CompletedStep> newest(List<CompletedStep> steps) {
    return steps.subList(Math.max(0, steps.size() - MOST_STEPS), steps.size());
  }
}
