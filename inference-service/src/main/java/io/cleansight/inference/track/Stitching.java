package io.cleansight.inference.track;

import io.cleansight.inference.detection.Box;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Joins a new track to one that was given up shortly before: a person lost from sight in the middle
 * of the room and found again nearby, of about the same size and looks, is the same person.
 */
public final class Stitching {
  /** Who is lost from sight may be found again for so long. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Widths and heights away that a person may be found again, and how many more per second. */
  private static final double REACH = 1.5;

  private static final double REACH_PER_SECOND = 0.4;

  /** The smaller area of one person before and after is at least this share of the larger. */
  private static final double LIKENESS = 0.4;

  private Stitching() {}

  /**
   * Somebody whose track was given up, as last seen.
   *
   * @param appearance how they looked then; empty if not told
   */
  public record Lost(long trackId, Box box, Instant seen, List<Float> appearance) {

    /** Whether they may still be found again: who was lost at the frame's edge has left. */
    public boolean mayReturn(Instant now) {
      return !box.isAtEdge() && !seen.plus(LONGEST).isBefore(now);
    }

    private boolean isContinuedBy(Observation found, Instant at) {
      double seconds = Duration.between(seen, at).toNanos() / 1e9;
      return mayReturn(at)
          && box.distance(found.box()) <= REACH + REACH_PER_SECOND * seconds
          && box.likeness(found.box()) >= LIKENESS
          && Appearance.mayBeSame(appearance, found.appearance());
    }
  }

  /**
   * Whom a new track continues: the nearest of those lost, the first of several equally near, or
   * nobody.
   *
   * @param found what the new track begins with
   */
  public static Optional<Lost> continuedBy(Stream<Lost> lost, Observation found, Instant at) {
    return lost.filter(one -> one.isContinuedBy(found, at))
        .min(Comparator.comparingDouble(one -> one.box().distance(found.box())));
  }
}
