package io.cleansight.inference.judge;

import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.contracts.vocabulary.ViolationType;
import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.contracts.vocabulary.wording.Statement;
import io.cleansight.contracts.vocabulary.wording.ViolationReason;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Point;
import io.cleansight.inference.judge.ItemMonitor.Whom;
import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Stitching;
import io.cleansight.inference.track.Tracks;
import io.cleansight.inference.zone.CompletedStep;
import io.cleansight.inference.zone.Journey;
import io.cleansight.inference.zone.Sequence;
import io.cleansight.inference.zone.Sequence.MissedStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One person as the judge knows them: their items, open episodes and journey. A value.
 *
 * @param monitors by item
 * @param offences open episodes of places and order, by type
 * @param box where last seen, at {@code seen}
 * @param appearance how they looked then; empty if not told
 * @param visit null where an earlier release did not say
 */
record TrackedPerson(
    Map<String, ItemMonitor> monitors,
    Map<String, Episode> offences,
    Journey journey,
    Box box,
    Instant seen,
    List<Float> appearance,
    @Nullable Visit visit) {

  TrackedPerson {
    monitors = Map.copyOf(monitors);
    offences = Map.copyOf(offences);
  }

  static TrackedPerson begin(Box box, FrameRef frame, long trackId) {
    return new TrackedPerson(
        Map.of(), Map.of(), Journey.NEW, box, frame.at(), List.of(), Visit.begin(frame, trackId));
  }

  /**
   * What a frame led to: episodes that opened or closed, and washes and the like that ended.
   *
   * @param workEntry whether what a room asks for was done; null unless they entered work in this
   *     frame
   * @param visit what came to be known of the visit; null: nothing
   */
  record Step(
      TrackedPerson next,
      List<Episode> changed,
      List<CompletedStep> done,
      @Nullable ComplianceVerdict workEntry,
      Visit.@Nullable News visit) {}

  /** Takes what one frame shows of the person. */
  Step see(FrameJudge.Terms terms, Tracks.Sighted sighted) {
    long trackId = sighted.track().id();
    Observation person = sighted.observation();
    Instant now = terms.frame().at();
    Visit known = visit == null ? Visit.begin(terms.frame(), trackId) : visit;
    Journey.Move move = journey.to(now, standing(person), doing(person), terms.room());
    Optional<Sequence.Entry> entry =
        move.entered().contains(ZoneType.WORK_AREA.word())
            ? Sequence.entry(move.next(), terms.room(), now)
            : Optional.empty();
    List<String> places = move.next().places();
    var opening = new Opening(terms.frame(), trackId, person.box(), places, known);
    var whom = new Whom(trackId, places, terms.pixelHeight(), known);
    var changed = new ArrayList<Episode>();
    Map<String, Episode> offencesNow = offences(move, entry, opening, person.score(), changed);
    Map<String, ItemMonitor> monitorsNow = monitors(terms, person, whom, changed);
    Visit.Step visited =
        known.see(
            new Visit.Look(
                now,
                sighted.track().confirmed(),
                ItemVerdict.of(ItemVerdict.HAIRNET, person),
                places,
                changed.stream()
                    .filter(it -> it.closedAt() == null)
                    .map(Episode::type)
                    .collect(Collectors.toSet())));
    return new Step(
        new TrackedPerson(
            monitorsNow,
            offencesNow,
            move.next(),
            person.box(),
            now,
            person.appearance(),
            visited.next()),
        List.copyOf(changed),
        hygiene(move.done()),
        entry.map(Sequence.Entry::verdict).orElse(null),
        visited.news());
  }

  private Map<String, Episode> offences(
      Journey.Move move,
      Optional<Sequence.Entry> entry,
      Opening opening,
      double score,
      List<Episode> changed) {
    var open = new TreeMap<>(offences);
    move.done().forEach(over -> close(over, open, changed));
    for (var one : charged(move, entry)) {
      String type = one.type().word();
      if (!open.containsKey(type)) {
        var episode = Episode.open(type, opening, score, one.reason(), one.timeline());
        open.put(type, episode);
        changed.add(episode);
      }
    }
    return open;
  }

  /** What is held against the person now: steps left out, or being where they may not be. */
  private static List<MissedStep> charged(Journey.Move move, Optional<Sequence.Entry> entry) {
    var charged = new ArrayList<MissedStep>();
    entry.ifPresent(it -> charged.addAll(it.missedSteps()));
    if (move.entered().contains(ZoneType.RESTRICTED.word())) {
      charged.add(
          new MissedStep(
              ViolationType.RESTRICTED_AREA,
              Statement.of(ViolationReason.RESTRICTED_AREA_ENTERED, "entered a restricted area"),
              List.of()));
    }
    return charged;
  }

  private Map<String, ItemMonitor> monitors(
      FrameJudge.Terms terms, Observation person, Whom whom, List<Episode> changed) {
    var next = new TreeMap<>(monitors);
    for (String item : ItemVerdict.ITEMS) {
      ItemMonitor nothing = ItemMonitor.over(item);
      ItemMonitor before = next.getOrDefault(item, nothing);
      ItemMonitor after = before.see(terms.frame(), person, terms.interval(), whom);
      ItemMonitor told = tell(before, after, terms.frame().at(), changed);
      if (told.equals(nothing)) {
        next.remove(item);
      } else {
        next.put(item, told);
      }
    }
    return next;
  }

  /** Tells of an episode that opened or is over; the latter the monitor then forgets. */
  private static ItemMonitor tell(
      ItemMonitor before, ItemMonitor after, Instant now, List<Episode> changed) {
    Episode opened = after.open();
    if (before.open() == null && opened != null) {
      changed.add(opened);
    }
    if (!after.isOver(now)) {
      return after;
    }
    changed.add(after.closing());
    return after.withoutEpisode();
  }

  /** As last seen under that track, should it be given up. */
  Stitching.Lost lost(long trackId) {
    return new Stitching.Lost(trackId, box, seen, appearance);
  }

  /** The same person, who may have done anything unseen meanwhile. */
  TrackedPerson unobserved() {
    return new TrackedPerson(
        monitors, offences, journey.unobserved(), box, seen, appearance, visit);
  }

  /** The same, and how they look forgotten. */
  TrackedPerson withoutAppearance() {
    return new TrackedPerson(monitors, offences, journey, box, seen, List.of(), visit);
  }

  /** Gone for good: what was open is over, and ended when the person was last seen. */
  Step gone() {
    Journey.Move move = journey.gone();
    return new Step(
        new TrackedPerson(Map.of(), Map.of(), move.next(), box, seen, appearance, visit),
        ended(),
        hygiene(move.done()),
        null,
        null);
  }

  /** What is open, as it ended. */
  List<Episode> ended() {
    var ended = new ArrayList<Episode>();
    new TreeMap<>(offences).values().forEach(offence -> ended.add(offence.closed(seen)));
    new TreeMap<>(monitors)
        .values().stream()
            .filter(monitor -> monitor.open() != null)
            .map(ItemMonitor::closing)
            .forEach(ended::add);
    return List.copyOf(ended);
  }

  /** Ends what holds only for as long as the person is in the place that they have left. */
  private static void close(CompletedStep stay, Map<String, Episode> open, List<Episode> changed) {
    for (ViolationType type : endingWith(stay.type())) {
      Episode was = open.remove(type.word());
      if (was != null) {
        changed.add(was.closed(stay.until()));
      }
    }
  }

  private static List<ViolationType> endingWith(String place) {
    if (ZoneType.WORK_AREA.is(place)) {
      return List.of(
          ViolationType.NO_HANDWASH, ViolationType.NO_SANITIZE, ViolationType.SHORT_HANDWASH);
    }
    return ZoneType.RESTRICTED.is(place) ? List.of(ViolationType.RESTRICTED_AREA) : List.of();
  }

  /** The feet, or the middle of the head where only that is seen. */
  private static Point standing(Observation person) {
    Box box = person.box();
    return new Point(box.centreX(), person.body() ? box.bottom() : box.centreY());
  }

  /** What the models say that the person does, in the words of zones. */
  private static Set<String> doing(Observation person) {
    var doing = new HashSet<String>();
    person.best("handwashing").ifPresent(_ -> doing.add(ZoneType.HANDWASH.word()));
    person.best("sanitizing").ifPresent(_ -> doing.add(ZoneType.SANITIZE.word()));
    return doing;
  }

  private static List<CompletedStep> hygiene(List<CompletedStep> done) {
    return done.stream().filter(step -> ZoneType.STEPS.contains(step.type())).toList();
  }
}
