package io.cleansight.inference.judge;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person's time in a camera's picture, short gaps included. It is told once it is sure that
 * somebody is there: seen for a second, and more than once or twice; or when they are charged with
 * something. What comes to be known of it is told once, too. A value.
 *
 * @param startedAt when first seen
 * @param looks how often seen for sure, as far as that matters
 * @param judgedLooks how often it could be told whether the hair was covered, as far as that
 *     matters
 * @param begun whether it was told
 * @param judged whether it was told that it is known whether the hair was covered
 * @param zones types of the zones that were told as entered
 */
record Visit(
    UUID id,
    Instant startedAt,
    int looks,
    int judgedLooks,
    boolean begun,
    boolean judged,
    Set<String> zones) {
  private static final String BARE = ItemVerdict.without(ItemVerdict.HAIRNET);
  private static final int FEWEST_LOOKS = 3;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  Visit {
    zones = Set.copyOf(zones);
  }

  static Visit begin(FrameRef frame, long trackId) {
    return new Visit(Ids.visit(frame.id(), trackId), frame.at(), 0, 0, false, false, Set.of());
  }

  /**
   * What a frame shows of the visitor.
   *
   * @param confirmed whether their track is: else it may be nobody
   * @param hairnet what it says of their hair
   * @param places types of the zones that they are in
   * @param charged types of the episodes that opened
   */
  record Look(
      Instant at,
      boolean confirmed,
      ComplianceVerdict hairnet,
      Collection<String> places,
      Set<String> charged) {}

  /** What is told of a visit: what of it was not known before. */
  record News(UUID id, Instant startedAt, boolean begun, boolean judged, Set<String> zones) {}

  /** The visit after a frame, and what is to be told of it; null: nothing. */
  record Step(Visit next, @Nullable News news) {}

  Step see(Look look) {
    int looksNow = more(looks, look.confirmed);
    int judgedNow = more(judgedLooks, look.confirmed && look.hairnet != ComplianceVerdict.UNKNOWN);
    boolean isLong = looksNow >= FEWEST_LOOKS && !look.at.isBefore(startedAt.plus(SHORTEST));
    if (!begun && !isLong && look.charged.isEmpty()) {
      return new Step(new Visit(id, startedAt, looksNow, judgedNow, false, false, zones), null);
    }
    boolean judgedAfter = judged || judgedNow >= FEWEST_LOOKS || look.charged.contains(BARE);
    var all = new TreeSet<>(zones);
    all.addAll(look.places);
    var entered = new TreeSet<>(all);
    entered.removeAll(zones);
    var next = new Visit(id, startedAt, looksNow, judgedNow, true, judgedAfter, all);
    boolean tells = !begun || judgedAfter != judged || !entered.isEmpty();
    return new Step(
        next,
        tells
            ? new News(id, startedAt, !begun, judgedAfter && !judged, Set.copyOf(entered))
            : null);
  }

  private static int more(int looks, boolean one) {
    return one ? Math.min(FEWEST_LOOKS, looks + 1) : looks;
  }
}
