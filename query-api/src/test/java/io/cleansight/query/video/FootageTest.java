package io.cleansight.query.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.web.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Segments of two seconds, of which each third begins with a key frame. */
class FootageTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Piece.Run RUN = new Piece.Run(NOON, 1, 0, "a");
  private static final Piece.Run NEXT = new Piece.Run(NOON, 2, 0, "a");

  @Test
  void beginsWithTheKeyFrameBefore() {
    assertThat(sequences(pieces(RUN, 0, 20), 10, 16)).containsExactly(3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void beginsWithTheFirstKeyFrameWhereTheOneBeforeIsGone() {
    assertThat(sequences(pieces(RUN, 4, 20), 9, 20)).containsExactly(6L, 7L, 8L, 9L);
  }

  @Test
  void orderAndWhatIsThereTwiceMeanNothing() {
    var twice = new ArrayList<>(pieces(RUN, 0, 9));
    twice.addAll(pieces(RUN, 3, 9));
    Collections.reverse(twice);
    assertThat(sequences(twice, 0, 18)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void afterAGapGoesOnWithTheNextKeyFrame() {
    List<Piece> gapped = pieces(RUN, 0, 12).stream().filter(it -> it.sequence() != 4).toList();
    assertThat(sequences(gapped, 0, 24)).containsExactly(0L, 1L, 2L, 3L, 6L, 7L, 8L, 9L, 10L, 11L);
  }

  @Test
  void endsWhereAnotherRunBegins() {
    List<Piece> two =
        Stream.concat(pieces(RUN, 0, 6).stream(), pieces(NEXT, 6, 12).stream()).toList();
    assertThat(sequences(two, 0, 24)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(sequences(two, 12, 24)).containsExactly(6L, 7L, 8L, 9L, 10L, 11L);
  }

  @Test
  void ofATimeOfWhichNothingIsThereThereIsNone() {
    assertThat(Footage.of(pieces(RUN, 0, 3), range(6, 12))).isEmpty();
    assertThat(Footage.of(List.of(), range(0, 1))).isEmpty();
    assertThat(Footage.of(pieces(RUN, 1, 3), range(0, 6))).isEmpty();
  }

  private static List<Piece> pieces(Piece.Run run, long first, long end) {
    return LongStream.range(first, end).mapToObj(it -> piece(run, it)).toList();
  }

  private static Piece piece(Piece.Run run, long sequence) {
    return new Piece(
        run,
        sequence,
        NOON.plusSeconds(2 * sequence),
        NOON.plusSeconds(2 * sequence + 2),
        sequence % 3 == 0,
        new Piece.InTopic(0, sequence));
  }

  private static TimeRange range(long from, long to) {
    return new TimeRange(NOON.plusSeconds(from), NOON.plusSeconds(to));
  }

  private static List<Long> sequences(List<Piece> pieces, long from, long to) {
    return Footage.of(pieces, range(from, to)).orElseThrow().pieces().stream()
        .map(Piece::sequence)
        .toList();
  }
}
