package io.cleansight.video.clip;

import io.cleansight.event.Box;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be hidden at any moment, by the frames that were judged: every head of the judged
 * frames around that moment, and the way of each from one to the next. Where those lie far apart,
 * or nobody knows, all of the picture.
 */
final class HiddenHeads {
  /** Between judged frames that lie further apart a person may have come and gone. */
  static final Duration GAP = Duration.ofMillis(1500);

  /** Times of pictures and of judged frames may differ by so much. */
  static final Duration NEAR = Duration.ofMillis(250);

  /**
   * A box is drawn around what a model found of a head; a head moves, and a little more is hidden.
   */
  private static final double MARGIN = 0.3;

  /** A head further off in the next frame is another one. */
  private static final double SAME = 0.25;

  private final NavigableMap<Duration, JudgedFrame> frames = new TreeMap<>();

  HiddenHeads(Collection<JudgedFrame> judged) {
    judged.forEach(it -> frames.merge(it.at(), it, HiddenHeads::both));
  }

  /** The boxes that are hidden at that moment of the clip; empty: all of the picture is. */
  Optional<List<Box>> at(Duration moment) {
    @Nullable Duration first = frames.floorKey(moment.minus(NEAR));
    @Nullable Duration last = frames.ceilingKey(moment.plus(NEAR));
    if (first == null) {
      first = edge(frames.ceilingKey(moment.minus(NEAR)), moment);
    }
    if (last == null) {
      last = edge(frames.floorKey(moment.plus(NEAR)), moment);
    }
    return first == null || last == null
        ? Optional.empty()
        : between(List.copyOf(frames.subMap(first, true, last, true).values()));
  }

  /** Of the first and the last judged frame: what is no further than times may differ. */
  private static @Nullable Duration edge(@Nullable Duration frame, Duration moment) {
    return frame != null && frame.minus(moment).abs().compareTo(NEAR) <= 0 ? frame : null;
  }

  private static Optional<List<Box>> between(List<JudgedFrame> around) {
    var hidden = new ArrayList<Box>();
    @Nullable JudgedFrame before = null;
    for (JudgedFrame frame : around) {
      List<Box> heads = frame.heads();
      if (heads == null || (before != null && areFarApart(before, frame))) {
        return Optional.empty();
      }
      heads.forEach(it -> hidden.add(grown(it)));
      if (before != null && before.heads() != null) {
        before.heads().forEach(it -> way(it, heads).ifPresent(hidden::add));
      }
      before = frame;
    }
    return Optional.of(hidden);
  }

  private static boolean areFarApart(JudgedFrame one, JudgedFrame other) {
    return other.at().minus(one.at()).compareTo(GAP) > 0;
  }

  /** Where a head was and where the nearest is next, and all in between. */
  private static Optional<Box> way(Box head, List<Box> next) {
    return next.stream()
        .filter(it -> distance(it, head) < SAME)
        .min((one, other) -> Double.compare(distance(one, head), distance(other, head)))
        .map(it -> grown(around(it, head)));
  }

  private static double distance(Box one, Box other) {
    return Math.hypot(
        one.getX() + one.getWidth() / 2 - other.getX() - other.getWidth() / 2,
        one.getY() + one.getHeight() / 2 - other.getY() - other.getHeight() / 2);
  }

  private static Box around(Box one, Box other) {
    double left = Math.min(one.getX(), other.getX());
    double top = Math.min(one.getY(), other.getY());
    double right = Math.max(one.getX() + one.getWidth(), other.getX() + other.getWidth());
    double bottom = Math.max(one.getY() + one.getHeight(), other.getY() + other.getHeight());
    return new Box(left, top, right - left, bottom - top);
  }

  private static Box grown(Box box) {
    return new Box(
        box.getX() - MARGIN * box.getWidth(),
        box.getY() - MARGIN * box.getHeight(),
        (1 + 2 * MARGIN) * box.getWidth(),
        (1 + 2 * MARGIN) * box.getHeight());
  }

  /** Two judgements of one moment: what either says. */
  private static JudgedFrame both(JudgedFrame one, JudgedFrame other) {
    if (one.heads() == null || other.heads() == null) {
      return new JudgedFrame(one.at(), null);
    }
    var all = new ArrayList<>(one.heads());
    all.addAll(other.heads());
    return new JudgedFrame(one.at(), all);
  }
}
