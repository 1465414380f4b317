package io.cleansight.inference.judge;

import io.cleansight.inference.track.Observation;
import io.cleansight.inference.track.Tracks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one camera between two frames. A value: {@link #take} gives the next. Frames
 * come in order of epoch and sequence; one that does not is a repeat and changes nothing.
 *
 * @param last the last frame taken, null before the first
 * @param intervalSeconds time between frames, smoothed; 0 while unknown
 * @param watches by track
 */
record CameraState(
    @Nullable FrameRef last, double intervalSeconds, Tracks tracks, Map<Long, Watch> watches) {
  static final CameraState NEW = new CameraState(null, 0, Tracks.NONE, Map.of());

  private static final double SMOOTHING = 0.2;

  CameraState {
    watches = Map.copyOf(watches);
  }

  /** A person in a frame, judged. */
  record PersonSeen(long trackId, Observation head, HairnetVerdict verdict) {}

  /**
   * What a frame led to.
   *
   * @param changed episodes that it opened, and those that it closed (they have their closing time)
   */
  record Judgement(CameraState next, List<PersonSeen> people, List<Episode> changed) {

    /** The same, after those episodes. */
    private Judgement with(List<Episode> ended) {
      var all = new ArrayList<>(ended);
      all.addAll(changed);
      return new Judgement(next, people, List.copyOf(all));
    }

    double framesPerSecond() {
      return next.intervalSeconds > 0 ? 1 / next.intervalSeconds : 0;
    }
  }

  /**
   * Judges one frame.
   *
   * @param pixelHeight of the frame
   * @return empty for a frame at or before the last one, or of an older epoch
   */
  Optional<Judgement> take(FrameRef frame, List<Observation> heads, int pixelHeight) {
    if (last != null && isRepeat(last, frame)) {
      return Optional.empty();
    }
    if (last != null && last.epoch().isBefore(frame.epoch())) {
      // Another run of the camera: nobody of before is known any more.
      return NEW.take(frame, heads, pixelHeight).map(first -> first.with(ended()));
    }
    double interval = nextInterval(frame);
    Tracks.Step step = tracks.follow(frame.at(), heads);
    var next = new HashMap<>(watches);
    var people = new ArrayList<PersonSeen>();
    var changed = new ArrayList<Episode>();
    for (var sighted : step.sighted()) {
      Observation head = sighted.observation();
      Watch before = next.getOrDefault(sighted.trackId(), Watch.over(sighted.trackId()));
      Watch after =
          before.see(
              frame,
              head,
              Duration.ofNanos(Math.round(interval * 1e9)),
              (int) Math.round(head.region().height() * pixelHeight));
      Episode opened = after.open();
      if (before.open() == null && opened != null) {
        changed.add(opened);
      }
      next.put(sighted.trackId(), after);
      people.add(new PersonSeen(sighted.trackId(), head, HairnetVerdict.of(head)));
    }
    changed.addAll(close(next, frame.at(), step.next()));
    return Optional.of(
        new Judgement(
            new CameraState(frame, interval, step.next(), next),
            List.copyOf(people),
            List.copyOf(changed)));
  }

  /** Whatever is still open, as it ended: for a camera of which nothing more comes. */
  List<Episode> ended() {
    return new TreeMap<>(watches)
        .values().stream().filter(watch -> watch.open() != null).map(Watch::closing).toList();
  }

  /** The same camera with nobody in view. */
  CameraState emptied() {
    return new CameraState(last, intervalSeconds, new Tracks(tracks.nextId(), List.of()), Map.of());
  }

  /** Ends what is over and forgets who is gone; by track, so that the order is always the same. */
  private static List<Episode> close(Map<Long, Watch> watches, Instant now, Tracks tracks) {
    var closed = new ArrayList<Episode>();
    for (var watch : new TreeMap<>(watches).values()) {
      boolean gone = !tracks.has(watch.trackId());
      if (watch.isOver(now, gone)) {
        closed.add(watch.closing());
        watches.put(watch.trackId(), watch.withoutEpisode());
      }
      if (gone) {
        watches.remove(watch.trackId());
      }
    }
    return closed;
  }

  private double nextInterval(FrameRef frame) {
    if (last == null) {
      return 0;
    }
    double now = Duration.between(last.at(), frame.at()).toNanos() / 1e9;
    if (now <= 0) {
      return intervalSeconds;
    }
    return intervalSeconds == 0 ? now : intervalSeconds + SMOOTHING * (now - intervalSeconds);
  }

  private static boolean isRepeat(FrameRef last, FrameRef frame) {
    int epochs = frame.epoch().compareTo(last.epoch());
    return epochs < 0 || (epochs == 0 && frame.sequence() <= last.sequence());
  }
}
