package io.cleansight.inference.judge;

import io.cleansight.inference.judge.CameraState.Done;
import io.cleansight.inference.judge.CameraState.Entered;
import io.cleansight.inference.judge.CameraState.Judgement;
import io.cleansight.inference.judge.CameraState.PersonSeen;
import io.cleansight.inference.judge.CameraState.Visited;
import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Stitching;
import io.cleansight.inference.track.Tracks;
import io.cleansight.inference.zone.Room;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Judges what one frame shows, one person after the other, and then who is gone. For one frame and
 * one thread.
 */
final class FrameJudge {
  private final Terms terms;

  /** By track, so that the order is always the same. */
  private final TreeMap<Long, TrackedPerson> tracked;

  private final Tracks tracks;
  private final List<PersonSeen> people = new ArrayList<>();
  private final List<Episode> changed = new ArrayList<>();
  private final List<Done> done = new ArrayList<>();
  private final List<Entered> entered = new ArrayList<>();
  private final List<Visited> visits = new ArrayList<>();

  /**
   * What everybody in the frame is judged by.
   *
   * @param interval time between frames, as it has been of late
   * @param pixelHeight of the frame
   */
  record Terms(FrameRef frame, Duration interval, Room room, int pixelHeight) {}

  /**
   * Begins a frame.
   *
   * @param tracked who was known before it
   * @param tracks after it
   */
  FrameJudge(Terms terms, Map<Long, TrackedPerson> tracked, Tracks tracks) {
    this.terms = terms;
    this.tracked = new TreeMap<>(tracked);
    this.tracks = tracks;
  }

  /** Takes one person that the frame shows. */
  void see(Tracks.Sighted sighted) {
    long id = sighted.track().id();
    Observation person = sighted.observation();
    TrackedPerson.Step step = known(id, person).see(terms, sighted);
    tracked.put(id, step.next());
    add(id, step);
    if (step.workEntry() != null) {
      entered.add(new Entered(id, step.workEntry()));
    }
    if (step.visit() != null) {
      visits.add(new Visited(id, step.visit()));
    }
    if (sighted.track().confirmed()) {
      people.add(new PersonSeen(id, person, step.next().journey().places()));
    }
  }

  /** Ends what is over of who will not be found again; once all are seen whom the frame shows. */
  void forgetWhoIsGone() {
    new TreeMap<>(tracked)
        .forEach(
            (id, person) -> {
              if (isLost(id) && !person.lost(id).mayReturn(terms.frame.at())) {
                add(id, person.gone());
                tracked.remove(id);
              }
            });
  }

  /** Who is known after the frame, by track. */
  Map<Long, TrackedPerson> tracked() {
    return tracked;
  }

  /**
   * What the frame led to.
   *
   * @param next state of the camera
   */
  Judgement judgement(CameraState next) {
    return new Judgement(
        next,
        List.copyOf(people),
        List.copyOf(changed),
        List.copyOf(done),
        List.copyOf(entered),
        List.copyOf(visits));
  }

  private TrackedPerson known(long id, Observation person) {
    TrackedPerson known = tracked.get(id);
    return known == null ? begin(id, person) : known;
  }

  /** Somebody lost from sight goes on under a new track, or it is somebody new. */
  private TrackedPerson begin(long id, Observation person) {
    Stream<Stitching.Lost> lost =
        tracked.entrySet().stream()
            .filter(one -> isLost(one.getKey()))
            .map(one -> one.getValue().lost(one.getKey()));
    // What remove gives back, not what an entry held: a TreeMap moves values between its entries.
    return Stitching.continuedBy(lost, person, terms.frame.at())
        .map(found -> tracked.remove(found.trackId()))
        .orElseGet(() -> TrackedPerson.begin(person.box(), terms.frame, id));
  }

  private boolean isLost(long trackId) {
    return tracks.find(trackId).isEmpty();
  }

  private void add(long id, TrackedPerson.Step step) {
    changed.addAll(step.changed());
    step.done().forEach(completed -> done.add(new Done(id, completed)));
  }
}
