package io.cleansight.persistence.clip;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.vocabulary.video.ClipReason;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Fragments of two seconds, every second of which begins with a key frame; 100 bytes each. */
class ClipChoiceTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int SECONDS = 2;
  private static final long MOST = 1 << 20;

  /** Opened at second 20; from 15 to 30. */
  private static final ClipWindow WINDOW =
      new ClipWindow(NOON.plusSeconds(15), NOON.plusSeconds(20), NOON.plusSeconds(30));

  @Test
  void beginsWithTheKeyFrameBeforeTheWindowAndEndsWithIt() {
    var choice = ClipChoice.of(run(1, 0, 30), WINDOW, MOST);
    assertThat(choice.reason()).isNull();
    assertThat(choice.first()).isEqualTo(NOON.plusSeconds(12));
    assertThat(choice.last()).isEqualTo(NOON.plusSeconds(30));
  }

  @Test
  void anEndThatIsMissingIsSaid() {
    assertThat(ClipChoice.of(run(1, 9, 30), WINDOW, MOST).reason())
        .isEqualTo(ClipReason.BEGINNING_MISSING);
    assertThat(ClipChoice.of(run(1, 0, 13), WINDOW, MOST).reason())
        .isEqualTo(ClipReason.END_MISSING);
    assertThat(ClipChoice.of(run(1, 9, 13), WINDOW, MOST).reason())
        .isEqualTo(ClipReason.BOTH_ENDS_MISSING);
    assertThat(ClipChoice.of(run(1, 12, 30), WINDOW, MOST).reason())
        .isEqualTo(ClipReason.OPENING_MISSING);
  }

  @Test
  void whatLiesElsewhereIsNoVideoOfIt() {
    for (var found : List.of(List.<Fragment>of(), run(1, 0, 7), run(1, 15, 30))) {
      var choice = ClipChoice.of(found, WINDOW, MOST);
      assertThat(choice.fragments()).isEmpty();
      assertThat(choice.reason()).isEqualTo(ClipReason.NO_VIDEO);
    }
  }

  @Test
  void whatDoesNotBeginWithAKeyFrameCannotBeShown() {
    var choice = ClipChoice.of(run(1, 9, 30).subList(0, 1), WINDOW, MOST);
    assertThat(choice.reason()).isEqualTo(ClipReason.NO_VIDEO);
  }

  @Test
  void ofWhatIsInterruptedTheStretchThatShowsTheOpeningIsTaken() {
    var lost = new ArrayList<>(run(1, 0, 30));
    lost.remove(8);
    var choice = ClipChoice.of(lost, WINDOW, MOST);
    assertThat(choice.first()).isEqualTo(NOON.plusSeconds(20));
    assertThat(choice.reason()).isEqualTo(ClipReason.BEGINNING_MISSING);
  }

  @Test
  void theLaterOfTwoRunsThatShowTheOpeningIsTakenAndTheyAreNotMixed() {
    var choice = ClipChoice.of(joined(List.of(run(1, 0, 12), run(2, 9, 30))), WINDOW, MOST);
    assertThat(choice.fragments()).allMatch(it -> it.run().generation() == 2);
    var before = ClipChoice.of(joined(List.of(run(1, 0, 12), run(2, 12, 30))), WINDOW, MOST);
    assertThat(before.fragments()).allMatch(it -> it.run().generation() == 1);
    assertThat(before.reason()).isEqualTo(ClipReason.END_MISSING);
  }

  @Test
  void itIsCutWhereItBecomesTooLarge() {
    var choice = ClipChoice.of(run(1, 0, 30), WINDOW, 650);
    assertThat(choice.reason()).isEqualTo(ClipReason.TOO_LARGE);
    assertThat(choice.fragments()).hasSize(6);
    assertThat(choice.first()).isEqualTo(NOON.plusSeconds(12));
  }

  /** However they come, and whichever come twice, they follow on each other. */
  @Property
  void isOneStretchWithoutAGap(@ForAll long seed, @ForAll @IntRange(max = 20) int lost) {
    var random = new Random(seed);
    var found = new ArrayList<>(joined(List.of(run(1, 0, 30), run(2, 5, 12), run(1, 3, 8))));
    Collections.shuffle(found, random);
    List<Fragment> chosen =
        ClipChoice.of(found.subList(lost, found.size()), WINDOW, MOST).fragments();
    IntStream.range(1, chosen.size())
        .forEach(i -> assertThat(chosen.get(i - 1).isFollowedBy(chosen.get(i))).isTrue());
    assertThat(chosen).allMatch(it -> it.first().isBefore(WINDOW.to()));
    assertThat(chosen.stream().limit(1)).allMatch(Fragment::keyFrame);
  }

  @Test
  void aSourceThatWasOpenedAgainInTheRunBeginsAVideoOfItsOwn() {
    List<Fragment> before = run(1, 0, 2);
    Fragment after = run(1, 2, 3).getFirst();
    assertThat(before.getLast().isFollowedBy(after)).isTrue();
    var opened = new Fragment.Run(1, NOON, 1, "avc1");
    var anew =
        new Fragment(
            opened,
            after.sequence(),
            after.first(),
            after.last(),
            after.keyFrame(),
            after.init(),
            after.bytes(),
            after.appended());
    assertThat(before.getLast().isFollowedBy(anew)).isFalse();
  }

  private static List<Fragment> joined(List<List<Fragment>> runs) {
    return runs.stream().flatMap(List::stream).toList();
  }

  /** Fragments of a run, of which those of an even number begin with a key frame. */
  private static List<Fragment> run(long generation, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                new Fragment(
                    new Fragment.Run(generation, NOON, 0, "avc1"),
                    i,
                    NOON.plusSeconds((long) i * SECONDS),
                    NOON.plusSeconds((long) (i + 1) * SECONDS),
                    i % 2 == 0,
                    ByteBuffer.wrap(new byte[] {(byte) generation}),
                    ByteBuffer.wrap(new byte[100]),
                    NOON))
        .toList();
  }
}
