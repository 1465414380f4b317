package io.cleansight.query.video;

import io.cleansight.query.web.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * What is still there of a time and plays as one video: from the key frame at or before its
 * beginning, else from the first after it, until another run begins. Where segments were dropped
 * the video goes on with the next key frame.
 *
 * @param pieces one at least, all of one run, in their order
 */
record Footage(List<Piece> pieces) {
  private static final Comparator<Piece> ORDER =
      Comparator.comparing(Piece::from).thenComparingLong(Piece::sequence);

  Footage {
    pieces = List.copyOf(pieces);
  }

  /** The part that is asked for, of pieces in any order; of two alike the first is taken. */
  static Optional<Footage> of(Collection<Piece> there, TimeRange range) {
    List<Piece> pieces = inOrder(there);
    int first = first(pieces, range);
    while (first > 0
        && first < pieces.size()
        && !pieces.get(first).keyFrame()
        && followsOn(pieces, first)) {
      first--;
    }
    List<Piece> part = playable(pieces.subList(first, pieces.size()), range.to());
    return part.isEmpty() ? Optional.empty() : Optional.of(new Footage(part));
  }

  private static List<Piece> inOrder(Collection<Piece> there) {
    record Name(Piece.Run run, long sequence) {}
    var known = new LinkedHashMap<Name, Piece>();
    there.forEach(it -> known.putIfAbsent(new Name(it.run(), it.sequence()), it));
    return known.values().stream().sorted(ORDER).toList();
  }

  /** Index of the first that shows some of the time. */
  private static int first(List<Piece> pieces, TimeRange range) {
    int first = 0;
    while (first < pieces.size() && !pieces.get(first).to().isAfter(range.from())) {
      first++;
    }
    return first;
  }

  private static boolean followsOn(List<Piece> pieces, int index) {
    return pieces.get(index).follows(pieces.get(index - 1));
  }

  private static List<Piece> playable(List<Piece> pieces, Instant end) {
    var part = new ArrayList<Piece>();
    for (Piece piece : pieces) {
      if (!piece.from().isBefore(end)
          || (!part.isEmpty() && !piece.run().equals(part.getFirst().run()))) {
        break;
      }
      if (piece.keyFrame() || (!part.isEmpty() && piece.follows(part.getLast()))) {
        part.add(piece);
      }
    }
    return part;
  }

  Instant from() {
    return pieces.getFirst().from();
  }

  Instant to() {
    return pieces.getLast().to();
  }

  Duration length() {
    return Duration.between(from(), to());
  }
}
