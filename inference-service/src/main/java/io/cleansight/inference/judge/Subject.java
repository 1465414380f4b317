package io.cleansight.inference.judge;

import io.cleansight.contracts.Words;
import io.cleansight.inference.judge.Watch.Whom;
import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Region;
import io.cleansight.inference.zone.Deed;
import io.cleansight.inference.zone.Journey;
import io.cleansight.inference.zone.Room;
import io.cleansight.inference.zone.Sequence;
import io.cleansight.inference.zone.Sequence.Omission;
import io.cleansight.inference.zone.Spot;
import io.cleansight.inference.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is held for and against one person. A value.
 *
 * @param watches by what should be worn
 * @param offences open episodes of places and order, by type
 * @param region where last seen, at {@code seen}
 * @param appearance how they looked then; empty if not told
 */
record Subject(
    Map<String, Watch> watches,
    Map<String, Episode> offences,
    Journey journey,
    Region region,
    Instant seen,
    List<Float> appearance) {

  Subject {
    watches = Map.copyOf(watches);
    offences = Map.copyOf(offences);
  }

  static Subject begin(Region region, Instant at) {
    return new Subject(Map.of(), Map.of(), Journey.NEW, region, at, List.of());
  }

  /**
   * What a frame led to: episodes that opened or closed, and washes and the like that ended.
   *
   * @param workEntry whether what a room asks for was done, of {@link Words}; null unless they
   *     entered work in this frame
   */
  record Step(Subject next, List<Episode> changed, List<Deed> done, @Nullable String workEntry) {}

  /**
   * Takes what one frame shows of the person.
   *
   * @param interval time between frames, as it has been of late
   */
  Step see(
      FrameRef frame, long trackId, Observation person, Duration interval, Room room, int height) {
    Region now = person.region();
    var spot = new Spot(now.centreX(), person.body() ? now.bottom() : now.centreY());
    Journey.Move move = journey.to(frame.at(), spot, doing(person), room);
    List<String> places = move.next().places();
    Optional<Sequence.Entry> entry =
        move.entered().contains(Zone.WORK_AREA)
            ? Sequence.entry(move.next(), room, frame.at())
            : Optional.empty();
    var opening = new Opening(frame, trackId, now, places);
    var changed = new ArrayList<Episode>();
    Map<String, Episode> offencesNow = offences(move, entry, opening, person, changed);
    var whom = new Whom(trackId, places, height);
    Map<String, Watch> watchesNow = watches(frame, person, interval, whom, changed);
    return new Step(
        new Subject(watchesNow, offencesNow, move.next(), now, frame.at(), person.appearance()),
        List.copyOf(changed),
        hygiene(move.done()),
        entry.map(Sequence.Entry::verdict).orElse(null));
  }

  private Map<String, Episode> offences(
      Journey.Move move,
      Optional<Sequence.Entry> entry,
      Opening opening,
      Observation person,
      List<Episode> changed) {
    var open = new TreeMap<>(offences);
    for (var over : move.done()) {
      close(over, open, changed);
    }
    var charged = new ArrayList<Omission>();
    entry.ifPresent(it -> charged.addAll(it.omissions()));
    if (move.entered().contains(Zone.RESTRICTED)) {
      charged.add(new Omission(Words.RESTRICTED_AREA, "entered a restricted area", List.of()));
    }
    for (var one : charged) {
      if (!open.containsKey(one.type())) {
        var episode =
            Episode.open(one.type(), opening, person.score(), one.reason(), one.timeline());
        open.put(one.type(), episode);
        changed.add(episode);
      }
    }
    return open;
  }

  private Map<String, Watch> watches(
      FrameRef frame, Observation person, Duration interval, Whom whom, List<Episode> changed) {
    var next = new TreeMap<>(watches);
    for (String item : Finding.ITEMS) {
      Watch before = next.getOrDefault(item, Watch.over(item));
      Watch after = before.see(frame, person, interval, whom);
      Episode opened = after.open();
      if (before.open() == null && opened != null) {
        changed.add(opened);
      }
      if (after.isOver(frame.at())) {
        changed.add(after.closing());
        after = after.withoutEpisode();
      }
      if (after.equals(Watch.over(item))) {
        next.remove(item);
      } else {
        next.put(item, after);
      }
    }
    return next;
  }

  /** The same person, who may have done anything unseen meanwhile. */
  Subject unobserved() {
    return new Subject(watches, offences, journey.unobserved(), region, seen, appearance);
  }

  /** The same, and how they look forgotten. */
  Subject withoutAppearance() {
    return new Subject(watches, offences, journey, region, seen, List.of());
  }

  /** Gone for good: what was open is over, and ended when the person was last seen. */
  Step gone() {
    Journey.Move move = journey.gone();
    return new Step(
        new Subject(Map.of(), Map.of(), move.next(), region, seen, appearance),
        ended(),
        hygiene(move.done()),
        null);
  }

  /** What is open, as it ended. */
  List<Episode> ended() {
    var ended = new ArrayList<Episode>();
    new TreeMap<>(offences).values().forEach(offence -> ended.add(offence.closed(seen)));
    new TreeMap<>(watches)
        .values().stream()
            .filter(watch -> watch.open() != null)
            .map(Watch::closing)
            .forEach(ended::add);
    return List.copyOf(ended);
  }

  /** Ends what holds only for as long as the person is in the place that they have left. */
  private static void close(Deed stay, Map<String, Episode> open, List<Episode> changed) {
    List<String> ofPlace =
        switch (stay.type()) {
          case Zone.WORK_AREA ->
              List.of(Words.NO_HANDWASH, Words.NO_SANITIZE, Words.SHORT_HANDWASH);
          case Zone.RESTRICTED -> List.of(Words.RESTRICTED_AREA);
          default -> List.of();
        };
    for (String type : ofPlace) {
      Episode was = open.remove(type);
      if (was != null) {
        changed.add(was.closed(stay.until()));
      }
    }
  }

  /** What the models say that the person does, in the words of zones. */
  private static Set<String> doing(Observation person) {
    var doing = new HashSet<String>();
    person.best("handwashing").ifPresent(_ -> doing.add(Zone.HANDWASH));
    person.best("sanitizing").ifPresent(_ -> doing.add(Zone.SANITIZE));
    return doing;
  }

  private static List<Deed> hygiene(List<Deed> done) {
    return done.stream()
        .filter(deed -> deed.type().equals(Zone.HANDWASH) || deed.type().equals(Zone.SANITIZE))
        .toList();
  }
}
