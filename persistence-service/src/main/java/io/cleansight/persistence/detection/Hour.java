package io.cleansight.persistence.detection;

import io.cleansight.event.Activity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Frames of one camera and hour in sum. */
record Hour(
    Key key,
    long frames,
    long persons,
    long handwashes,
    long sanitisations,
    long stale,
    double fpsSum,
    double secondsSum,
    double secondsLeast,
    double secondsMost) {

  /** Ordered, so that every transaction updates hours in the same order. */
  record Key(String camera, Instant start) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::camera).thenComparing(Key::start);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** The hours of those frames, in order of their keys. The hour is that of the capture, in UTC. */
  static List<Hour> of(Collection<Activity> frames) {
    var hours = new TreeMap<Key, Hour>();
    frames.forEach(frame -> hours.merge(keyOf(frame), one(frame), Hour::plus));
    return List.copyOf(hours.values());
  }

  private static Key keyOf(Activity frame) {
    return new Key(frame.getCameraId(), frame.getCapturedAt().truncatedTo(ChronoUnit.HOURS));
  }

  private static Hour one(Activity frame) {
    double seconds = frame.getProcessingMicros() / 1e6;
    return new Hour(
        keyOf(frame),
        1,
        frame.getPeople().size(),
        count(frame, "handwash"),
        count(frame, "sanitize"),
        frame.getStaleFrames(),
        frame.getFps(),
        seconds,
        seconds,
        seconds);
  }

  static long count(Activity frame, String event) {
    return frame.getEvents().stream().filter(it -> it.getType().equals(event)).count();
  }

  private Hour plus(Hour other) {
    return new Hour(
        key,
        frames + other.frames,
        persons + other.persons,
        handwashes + other.handwashes,
        sanitisations + other.sanitisations,
        stale + other.stale,
        fpsSum + other.fpsSum,
        secondsSum + other.secondsSum,
        Math.min(secondsLeast, other.secondsLeast),
        Math.max(secondsMost, other.secondsMost));
  }
}
