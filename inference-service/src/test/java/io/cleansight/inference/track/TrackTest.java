package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrackTest {
  private static final Offset<Double> EXACT = within(1e-12);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Region PERSON = new Region(0.2, 0.3, 0.1, 0.5);
  private static final Region HEAD = new Region(0.2, 0.3, 0.05, 0.1);

  @Test
  void aPersonIsAsTallAsTheirBoxAndAHeadStandsForOne() {
    Track person = Track.begin(1, seen(PERSON, true), NOON);
    assertThat(person.x()).isEqualTo(Motion.from(0.25, 0.08 * 0.1, 0.6 * 0.5));
    assertThat(person.y()).isEqualTo(Motion.from(0.55, 0.08 * 0.5, 0.6 * 0.5));
    Track head = Track.begin(1, seen(HEAD, false), NOON);
    double tall = 0.1 * 6.6;
    assertThat(head.x()).isEqualTo(Motion.from(0.225, 0.08 * 0.05, 0.6 * tall));
    assertThat(head.y()).isEqualTo(Motion.from(0.35, 0.08 * 0.1, 0.6 * tall));
    Track near = Track.begin(1, seen(new Region(0, 0, 0.3, 0.5), false), NOON);
    assertThat(near.y().velocityVariance()).as("nobody is taller than the frame").isEqualTo(0.36);
  }

  @Test
  void twoLooksAreSomebody() {
    Track once = Track.begin(7, seen(PERSON, true), NOON);
    assertThat(once.confirmed()).isFalse();
    Track twice = once.seenAgain(seen(PERSON, true), NOON.plusMillis(200));
    assertThat(twice.confirmed()).isTrue();
    assertThat(twice.looks()).isEqualTo(2);
    assertThat(twice.id()).isEqualTo(7);
    assertThat(twice.seen()).isEqualTo(NOON.plusMillis(200));
  }

  @Test
  void timeSinceIsInSecondsAndNeverNegative() {
    Track track = Track.begin(1, seen(PERSON, true), NOON);
    assertThat(track.secondsSinceSeen(NOON.plusMillis(1500))).isEqualTo(1.5);
    assertThat(track.secondsSinceSeen(NOON.minusMillis(1500))).isZero();
  }

  @Test
  void whereItIsSeenAgainIsWhatTheFilterMakesOfIt() {
    Track track = Track.begin(1, seen(PERSON, true), NOON);
    var to = new Region(0.26, 0.28, 0.12, 0.52);
    Track again = track.seenAgain(seen(to, true), NOON.plusSeconds(1));
    double acceleration = 0.8 * 0.5;
    assertThat(again.x())
        .isEqualTo(track.x().after(1, 1.2, acceleration).seen(to.centreX(), 0.08 * 0.12));
    assertThat(again.y())
        .isEqualTo(track.y().after(1, 1.2, acceleration).seen(to.centreY(), 0.08 * 0.52));
    assertThat(again.region()).isEqualTo(to);
  }

  @Test
  void itIsExpectedWhereItMovesForALittleWhile() {
    Track track =
        Track.begin(1, seen(PERSON, true), NOON)
            .seenAgain(seen(PERSON.centredOn(0.35, 0.55), true), NOON.plusSeconds(1));
    double velocity = track.x().velocity();
    assertThat(velocity).isPositive();
    Region soon = track.predicted(NOON.plusSeconds(2));
    assertThat(soon.centreX()).isEqualTo(track.x().place() + velocity, EXACT);
    assertThat(soon.height()).isEqualTo(0.5, EXACT);
    assertThat(track.predicted(NOON.plusSeconds(11)).centreX())
        .isEqualTo(track.x().place() + 1.2 * velocity, EXACT);
  }

  @Test
  void unsureIsInItsOwnWidthsAndHeights() {
    Track track = Track.begin(1, seen(PERSON, true), NOON);
    Instant later = NOON.plusMillis(500);
    double acceleration = 0.8 * 0.5;
    double across = track.x().after(0.5, 1.2, acceleration).deviation() / 0.1;
    double down = track.y().after(0.5, 1.2, acceleration).deviation() / 0.5;
    assertThat(track.unsure(later)).isEqualTo(Math.hypot(across, down), EXACT);
  }

  @Test
  void aLeaningIsSmoothedAndAnUnseenHeadChangesNone() {
    Track bare = Track.begin(1, seen(HEAD, false, new Trait("no_hairnet", 0.8, HEAD)), NOON);
    assertThat(bare.leaning()).isEqualTo(0.8);
    Track covered =
        bare.seenAgain(seen(HEAD, false, new Trait("hairnet", 0.6, HEAD)), NOON.plusMillis(200));
    assertThat(covered.leaning()).isEqualTo(0.8 + 0.3 * (-0.6 - 0.8), EXACT);
    Track unseen = covered.seenAgain(seen(HEAD, false), NOON.plusMillis(400));
    assertThat(unseen.leaning()).isEqualTo(covered.leaning());
  }

  private static Observation seen(Region region, boolean body, Trait... traits) {
    return new Observation(region, 0.9, body, List.of(traits));
  }
}
