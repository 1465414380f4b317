package io.cleansight.inference.track;

import io.cleansight.inference.detection.Box;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One person, as last seen.
 *
 * @param x the centre's way across the frame; {@code y} down it
 * @param looks how often seen
 * @param leaning bare (1) or covered (-1), smoothed
 * @param appearance how the person looks, smoothed; empty if not told
 */
public record Track(
    long id,
    Box box,
    boolean body,
    Motion x,
    Motion y,
    Instant seen,
    int looks,
    double leaning,
    List<Float> appearance) {

  /** Beyond this a velocity is no longer believed. */
  private static final double BELIEVED_SECONDS = 1.2;

  /** A box shakes by so much of its size. */
  private static final double SHAKE = 0.08;

  /** People start, stop and turn: their own heights per second squared, and per second. */
  private static final double ACCELERATION = 0.8;

  private static final double SPEED = 0.6;
  private static final double HEADS_TALL = 6.6;
  private static final double SMOOTHING = 0.3;

  /** Looks after which it is believed to be somebody. */
  private static final int CONFIRMED = 2;

  static Track begin(long id, Observation seen, Instant at) {
    Box box = seen.box();
    double tall = tall(box, seen.body());
    return new Track(
        id,
        box,
        seen.body(),
        Motion.from(box.centreX(), SHAKE * box.width(), SPEED * tall),
        Motion.from(box.centreY(), SHAKE * box.height(), SPEED * tall),
        at,
        1,
        seen.leaning(),
        seen.appearance());
  }

  /** The same, and how the person looks forgotten. */
  public Track withoutAppearance() {
    return new Track(id, box, body, x, y, seen, looks, leaning, List.of());
  }

  /** Seen more than once: not just something that a model took for a person. */
  public boolean confirmed() {
    return looks >= CONFIRMED;
  }

  double secondsSinceSeen(Instant at) {
    return Math.max(0, Duration.between(seen, at).toNanos() / 1e9);
  }

  /** Where it is expected then, of the size that it had. */
  Box predicted(Instant at) {
    return box.centredOn(later(x, at).place(), later(y, at).place());
  }

  /** How unsure that is, in its own widths and heights. */
  double unsure(Instant at) {
    return Math.hypot(
        later(x, at).deviation() / Math.max(1e-9, box.width()),
        later(y, at).deviation() / Math.max(1e-9, box.height()));
  }

  Track seenAgain(Observation now, Instant at) {
    Box to = now.box();
    double lean = now.leaning();
    return new Track(
        id,
        to,
        now.body(),
        later(x, at).seen(to.centreX(), SHAKE * to.width()),
        later(y, at).seen(to.centreY(), SHAKE * to.height()),
        at,
        looks + 1,
        lean == 0 ? leaning : leaning + SMOOTHING * (lean - leaning),
        Appearance.remembered(appearance, now.appearance()));
  }

  private Motion later(Motion motion, Instant at) {
    return motion.after(secondsSinceSeen(at), BELIEVED_SECONDS, ACCELERATION * tall(box, body));
  }

  private static double tall(Box box, boolean body) {
    return body ? box.height() : Math.min(1, box.height() * HEADS_TALL);
  }
}
