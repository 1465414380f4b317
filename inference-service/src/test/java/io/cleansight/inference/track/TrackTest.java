package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Box HEAD = new Box(0.5, 0.25, 0.05, 0.1);

  private final Track track = Track.begin(3, bare(HEAD), NOON);

  @Test
  void beginsWhereItWasSeenAndMayMoveByItsHeight() {
    assertThat(track.id()).isEqualTo(3);
    assertThat(track.box()).isEqualTo(HEAD);
    assertThat(track.seen()).isEqualTo(NOON);
    assertThat(track.leaning()).isEqualTo(0.8);
    assertThat(track.confirmed()).isFalse();
    // Somebody with a head of 0.1 is 0.66 tall.
    assertThat(track.x()).isEqualTo(Motion.from(HEAD.centreX(), 0.08 * 0.05, 0.6 * (0.1 * 6.6)));
    assertThat(track.y()).isEqualTo(Motion.from(HEAD.centreY(), 0.08 * 0.1, 0.6 * (0.1 * 6.6)));
  }

  @Test
  void nobodyIsTallerThanThePicture() {
    var near = Track.begin(1, bare(new Box(0.5, 0.25, 0.1, 0.2)), NOON);
    assertThat(near.x().velocityVariance()).isEqualTo(0.36);
  }

  @Test
  void aBodyIsAsTallAsItIs() {
    var body = new Observation(new Box(0.5, 0.25, 0.1, 0.5), 0.9, true, List.of());
    assertThat(Track.begin(1, body, NOON).x().velocityVariance()).isEqualTo(0.3 * 0.3);
  }

  @Test
  void isExpectedWhereItWasGoing() {
    Track moving = track.seenAgain(bare(HEAD.centredOn(0.6, 0.35)), NOON.plusSeconds(1));
    Box expected = moving.predicted(NOON.plusSeconds(2));
    double x = moving.x().velocity();
    double y = moving.y().velocity();
    assertThat(x).isPositive();
    assertThat(expected.centreX()).isEqualTo(moving.x().place() + x, offset(1e-12));
    assertThat(expected.centreY()).isEqualTo(moving.y().place() + y, offset(1e-12));
    assertThat(expected.width()).isEqualTo(0.05);
    assertThat(moving.predicted(NOON.plusSeconds(4)).centreX())
        .isEqualTo(moving.x().place() + 1.2 * x, offset(1e-12));
  }

  @Test
  void isDrawnToWhereItIsSeenByHowMuchItShakes() {
    Track again = track.seenAgain(bare(HEAD.centredOn(0.6, 0.35)), NOON.plusMillis(500));
    double acceleration = 0.8 * (0.1 * 6.6);
    assertThat(again.x()).isEqualTo(track.x().after(0.5, 1.2, acceleration).seen(0.6, 0.08 * 0.05));
    assertThat(again.y()).isEqualTo(track.y().after(0.5, 1.2, acceleration).seen(0.35, 0.08 * 0.1));
    assertThat(again.seen()).isEqualTo(NOON.plusMillis(500));
    assertThat(again.id()).isEqualTo(3);
    assertThat(again.confirmed()).isTrue();
    assertThat(again.looks()).isEqualTo(2);
  }

  @Test
  void isLessSureTheLongerItIsNotSeen() {
    assertThat(track.unsure(NOON)).isEqualTo(Math.hypot(0.08, 0.08), offset(1e-12));
    Instant later = NOON.plusMillis(500);
    double acceleration = 0.8 * (0.1 * 6.6);
    assertThat(track.unsure(later))
        .isEqualTo(
            Math.hypot(
                track.x().after(0.5, 1.2, acceleration).deviation() / 0.05,
                track.y().after(0.5, 1.2, acceleration).deviation() / 0.1),
            offset(1e-9));
  }

  @Test
  void timeDoesNotGoBack() {
    assertThat(track.secondsSinceSeen(NOON.plusMillis(1500))).isEqualTo(1.5);
    assertThat(track.secondsSinceSeen(NOON.minusSeconds(1))).isZero();
  }

  @Test
  void whatItWearsIsSmoothed() {
    Track covered = track.seenAgain(seen(HEAD, "hairnet"), NOON.plusSeconds(1));
    assertThat(covered.leaning()).isEqualTo(0.8 + 0.3 * (-0.8 - 0.8), offset(1e-12));
  }

  @Test
  void aLookThatSaysNothingChangesNothingOfThat() {
    Track again = track.seenAgain(seen(HEAD, "head"), NOON.plusSeconds(1));
    assertThat(again.leaning()).isEqualTo(0.8);
    Track unseen =
        track.seenAgain(new Observation(HEAD, 0.9, false, List.of()), NOON.plusSeconds(1));
    assertThat(unseen.leaning()).isEqualTo(0.8);
  }

  @Test
  void howItLooksIsRemembered() {
    var looking = new Observation(HEAD, 0.9, false, List.of(), List.of(1f, 0f));
    Track known = Track.begin(1, looking, NOON);
    assertThat(known.appearance()).containsExactly(1f, 0f);
    var other = new Observation(HEAD, 0.9, false, List.of(), List.of(0f, 1f));
    assertThat(known.seenAgain(other, NOON).appearance())
        .isEqualTo(Appearance.remembered(List.of(1f, 0f), List.of(0f, 1f)));
  }

  private static Observation bare(Box box) {
    return seen(box, "no_hairnet");
  }

  private static Observation seen(Box box, String label) {
    return new Observation(box, 0.8, false, List.of(new Detection(label, 0.8, box)));
  }
}
