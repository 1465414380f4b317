package io.cleansight.inference.judge;

import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.track.Bodies;
import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Track;
import io.cleansight.inference.track.Tracks;
import io.cleansight.inference.zone.CompletedStep;
import io.cleansight.inference.zone.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one camera between two frames. A value: {@link #take} gives the next. The
 * frames of a run come in the order of their sequence, and runs in the order of their generation; a
 * frame that does not is repeated or outdated, and changes nothing.
 *
 * @param last the last frame taken, null before the first
 * @param pace how often frames come
 * @param people whether this camera's models see people, not only heads
 * @param tracked by track; also those out of sight who may yet turn out to be somebody's sequel
 * @param silent whether the camera was taken to have ended, and what was open told as closed
 */
record CameraState(
    @Nullable FrameRef last,
    Pace pace,
    boolean people,
    Tracks tracks,
    Map<Long, TrackedPerson> tracked,
    boolean silent) {
  static final CameraState NEW =
      new CameraState(null, Pace.UNKNOWN, false, Tracks.NONE, Map.of(), false);

  /** A clock may be set back by so much within a run: time then stands still for a moment. */
  private static final Duration SET_BACK = Duration.ofSeconds(1);

  /** How far apart two states of an empty room may be kept. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  CameraState {
    tracked = Map.copyOf(tracked);
  }

  /** What became of a frame. */
  sealed interface JudgeResult {
    record Judged(Judgement judgement) implements JudgeResult {}

    /** It was taken before. */
    record Repeated() implements JudgeResult {}

    /** A later run has replaced the one that it is of. */
    record Outdated() implements JudgeResult {}
  }

  /** A person in a frame, judged. */
  record PersonSeen(long trackId, Observation person, List<String> zones) {}

  /** Something that a person did, and who. */
  record Done(long trackId, CompletedStep step) {}

  /** Somebody who entered work, and whether what the room asks for was done before. */
  record Entered(long trackId, ComplianceVerdict verdict) {}

  /** What came to be known of somebody's visit. */
  record Visited(long trackId, Visit.News news) {}

  /**
   * What a frame led to.
   *
   * @param people whom it shows, surest first; not those seen but once so far
   * @param changed episodes that it opened, and those that it closed (they have their closing time)
   * @param done washes and the like that are over
   * @param entered who entered work, where a room asks for steps before
   * @param visits what came to be known of visits
   */
  record Judgement(
      CameraState next,
      List<PersonSeen> people,
      List<Episode> changed,
      List<Done> done,
      List<Entered> entered,
      List<Visited> visits) {

    /** The same, after those episodes. */
    private Judgement with(List<Episode> ended) {
      var all = new ArrayList<>(ended);
      all.addAll(changed);
      return new Judgement(next, people, List.copyOf(all), done, entered, visits);
    }

    double framesPerSecond() {
      return next.pace.framesPerSecond();
    }
  }

  /**
   * Judges one frame.
   *
   * @param pixelHeight of the frame
   */
  JudgeResult take(FrameRef frame, List<Detection> seen, Room room, int pixelHeight) {
    if (last == null) {
      return new JudgeResult.Judged(judge(frame, seen, room, pixelHeight));
    }
    if (frame.isOutdatedBy(last)) {
      return new JudgeResult.Outdated();
    }
    if (frame.isOfTheRunOf(last)) {
      return frame.sequence() <= last.sequence()
          ? new JudgeResult.Repeated()
          : new JudgeResult.Judged(judgeNext(frame, last, seen, room, pixelHeight));
    }
    // Another run of the camera: who was tracked before is forgotten.
    return new JudgeResult.Judged(NEW.judge(frame, seen, room, pixelHeight).with(ended()));
  }

  /** Judges the next frame of a run. */
  private Judgement judgeNext(
      FrameRef frame, FrameRef before, List<Detection> seen, Room room, int pixelHeight) {
    return frame.at().isBefore(before.at().minus(SET_BACK))
        ? emptied().judge(frame, seen, room, pixelHeight).with(ended())
        : judge(frame.notBefore(before.at()), seen, room, pixelHeight);
  }

  /** The same run when its clock was set back: nobody is known any more, but ids go on. */
  private CameraState emptied() {
    var nobody = new Tracks(tracks.nextId(), List.of());
    return new CameraState(null, Pace.UNKNOWN, people, nobody, Map.of(), false);
  }

  private Judgement judge(FrameRef frame, List<Detection> seen, Room room, int pixelHeight) {
    boolean withPeople = people || Bodies.hasPeople(seen);
    Tracks.Step step = tracks.follow(frame.at(), Bodies.of(seen, withPeople));
    Instant before = last == null ? null : last.at();
    Pace nextPace = pace.after(before, frame.at(), !step.sighted().isEmpty());
    var terms = new FrameJudge.Terms(frame, nextPace.interval(), room, pixelHeight);
    var judge = new FrameJudge(terms, tracked, step.next());
    step.sighted().forEach(judge::see);
    judge.forgetWhoIsGone();
    return judge.judgement(
        new CameraState(frame, nextPace, withPeople, step.next(), judge.tracked(), false));
  }

  /**
   * Whether this state must be kept though {@code kept} is. It need not as long as it differs only
   * by frames of a live camera that showed nobody: should it be lost, the camera goes on as if it
   * were not, since those frames do not come again. Frames of a recorded file may, if it is played
   * again, and must be recognised.
   *
   * @param kept what would be known otherwise; null: nothing
   */
  boolean mustBeKept(@Nullable CameraState kept, boolean live) {
    if (kept == null || kept.last == null || last == null) {
      return true;
    }
    return !live
        || !last.isOfTheRunOf(kept.last)
        || !last.at().isBefore(kept.last.at().plus(KEPT))
        || !withoutFrame().equals(kept.withoutFrame());
  }

  /** When the last frame was taken; long ago before the first. */
  Instant newest() {
    return last == null ? Instant.EPOCH : last.at();
  }

  private CameraState withoutFrame() {
    return new CameraState(null, pace.ofPeople(), people, tracks, tracked, silent);
  }

  /** The same when the room is no longer what it was: what was not asked for was not watched. */
  CameraState unobserved() {
    var next = new TreeMap<Long, TrackedPerson>();
    tracked.forEach((id, person) -> next.put(id, person.unobserved()));
    return new CameraState(last, pace, people, tracks, next, silent);
  }

  /** Whatever is still open, as it ended: for a camera of which nothing more comes. */
  List<Episode> ended() {
    return new TreeMap<>(tracked)
        .values().stream().flatMap(person -> person.ended().stream()).toList();
  }

  /**
   * The same camera, taken to have ended. Nobody is forgotten: should it go on, an episode that
   * goes on is the same one, and closes once more, later. But how they look is: this state may be
   * the camera's last, and kept for as long as its store is.
   */
  CameraState silenced() {
    var next = new TreeMap<Long, TrackedPerson>();
    tracked.forEach((id, person) -> next.put(id, person.withoutAppearance()));
    List<Track> faceless = tracks.tracks().stream().map(Track::withoutAppearance).toList();
    return new CameraState(last, pace, people, new Tracks(tracks.nextId(), faceless), next, true);
  }
}
