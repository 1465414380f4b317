package io.cleansight.inference.judge;

import io.cleansight.contracts.Words;
import io.cleansight.inference.judge.Watch.Whom;
import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Region;
import io.cleansight.inference.zone.Deed;
import io.cleansight.inference.zone.Journey;
import io.cleansight.inference.zone.Room;
import io.cleansight.inference.zone.Sequence;
import io.cleansight.inference.zone.Spot;
import io.cleansight.inference.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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

  /** What a frame led to: episodes that opened or closed, and washes and the like that ended. */
  record Step(Subject next, List<Episode> changed, List<Deed> done) {}

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
    var changed = new ArrayList<Episode>();
    var open = new TreeMap<>(offences);
    for (String type : move.left()) {
      close(type, open, changed);
    }
    if (move.entered().contains(Zone.WORK_AREA)) {
      for (var omission : Sequence.omissions(move.next(), room, frame.at())) {
        open(
            omission.type(),
            omission.reason(),
            omission.timeline(),
            frame,
            trackId,
            person,
            places,
            open,
            changed);
      }
    }
    if (move.entered().contains(Zone.RESTRICTED)) {
      open(
          Words.RESTRICTED_AREA,
          "entered a restricted area",
          List.of(),
          frame,
          trackId,
          person,
          places,
          open,
          changed);
    }
    var whom = new Whom(trackId, places, height);
    var nextWatches = new TreeMap<>(watches);
    for (String item : Finding.ITEMS) {
      Watch before = nextWatches.getOrDefault(item, Watch.over(item));
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
        nextWatches.remove(item);
      } else {
        nextWatches.put(item, after);
      }
    }
    return new Step(
        new Subject(nextWatches, open, move.next(), now, frame.at(), person.appearance()),
        List.copyOf(changed),
        hygiene(move.done()));
  }

  /** Gone for good: what was open is over, and ended when the person was last seen. */
  Step gone() {
    Journey.Move move = journey.gone();
    return new Step(
        new Subject(Map.of(), Map.of(), move.next(), region, seen, appearance),
        ended(),
        hygiene(move.done()));
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

  private void close(String leftZone, Map<String, Episode> open, List<Episode> changed) {
    List<String> ofZone =
        switch (leftZone) {
          case Zone.WORK_AREA ->
              List.of(Words.NO_HANDWASH, Words.NO_SANITIZE, Words.SHORT_HANDWASH);
          case Zone.RESTRICTED -> List.of(Words.RESTRICTED_AREA);
          default -> List.of();
        };
    for (String type : ofZone) {
      Episode was = open.remove(type);
      if (was != null) {
        changed.add(was.closed(seen));
      }
    }
  }

  private static void open(
      String type,
      String reason,
      List<Deed> timeline,
      FrameRef frame,
      long trackId,
      Observation person,
      List<String> places,
      Map<String, Episode> open,
      List<Episode> changed) {
    if (open.containsKey(type)) {
      return;
    }
    var episode =
        Episode.open(
            type,
            trackId,
            frame,
            person.score(),
            person.region(),
            reason,
            Severity.of(type, places),
            timeline);
    open.put(type, episode);
    changed.add(episode);
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
