package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracksTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Tracks tracks = Tracks.NONE;

  @Test
  void aPersonWhoWalksKeepsTheirTrack() {
    for (int frame = 0; frame < 50; frame++) {
      assertThat(at(frame * 200, head(0.1 + frame * 0.015, 0.3))).containsExactly(1L);
    }
  }

  @Test
  void twoWhoPassEachOtherKeepTheirs() {
    for (int frame = 0; frame < 40; frame++) {
      double x = frame * 0.02;
      assertThat(at(frame * 200, head(0.1 + x, 0.3), head(0.9 - x, 0.42))).containsExactly(1L, 2L);
    }
  }

  @Test
  void aBareAndACoveredHeadThatMeetKeepTheirTracks() {
    for (int frame = 0; frame < 40; frame++) {
      double x = frame * 0.02;
      assertThat(at(frame * 200, head(0.1 + x, 0.3), bare(0.9 - x, 0.32))).containsExactly(1L, 2L);
    }
  }

  @Test
  void whoChangePlacesUnseenAreKnownAgainByTheirLooks() {
    var left = new Region(0.40, 0.3, 0.05, 0.08);
    var right = new Region(0.44, 0.3, 0.05, 0.08);
    for (int frame = 0; frame < 5; frame++) {
      assertThat(at(frame * 200, looking(left, 1, 0), looking(right, 0, 1)))
          .containsExactly(1L, 2L);
    }
    at(1000);
    assertThat(at(2000, looking(left, 0, 1), looking(right, 1, 0))).containsExactly(2L, 1L);
  }

  @Test
  void whatIsSeenButOnceIsNobody() {
    assertThat(at(0, head(0.3, 0.3))).containsExactly(1L);
    assertThat(tracks.find(1)).hasValueSatisfying(it -> assertThat(it.confirmed()).isFalse());
    at(200);
    assertThat(tracks.find(1)).isEmpty();
  }

  @Test
  void aPersonHiddenForAWhileIsTheSame() {
    at(0, head(0.3, 0.3));
    at(200, head(0.3, 0.3));
    at(1200);
    assertThat(at(2600, head(0.33, 0.3))).containsExactly(1L);
  }

  @Test
  void aPersonWhoComesLaterIsAnother() {
    at(0, head(0.3, 0.3));
    at(200, head(0.3, 0.3));
    at(4000);
    assertThat(at(4200, head(0.3, 0.3))).containsExactly(2L);
  }

  @Test
  void aFaintLookContinuesATrackButBeginsNone() {
    assertThat(at(0, faint(0.3, 0.3))).isEmpty();
    at(200, head(0.3, 0.3));
    assertThat(at(400, faint(0.31, 0.3))).containsExactly(1L);
  }

  @Test
  void whoAppearsElsewhereIsAnother() {
    at(0, head(0.1, 0.3));
    at(200, head(0.1, 0.3));
    assertThat(at(400, head(0.8, 0.3))).containsExactly(2L);
  }

  @Test
  void eachTrackIsFoundByItsId() {
    at(0, head(0.1, 0.3), head(0.8, 0.3));
    assertThat(track(2).region().x()).isEqualTo(0.8);
    assertThat(tracks.find(3)).isEmpty();
  }

  @Test
  void whoIsSeenAgainIsFollowedOnce() {
    at(0, head(0.3, 0.3));
    at(200, head(0.3, 0.3));
    assertThat(tracks.tracks()).hasSize(1);
  }

  @Test
  void aPersonHiddenForExactlyTheGapIsGone() {
    at(0, head(0.3, 0.3));
    at(200, head(0.3, 0.3));
    at(3199);
    assertThat(tracks.find(1)).isPresent();
    at(3200);
    assertThat(tracks.find(1)).isEmpty();
  }

  @Test
  void fromAScoreOnALookBeginsATrack() {
    assertThat(at(0, seen(0.3, 0.3, "hairnet", 0.449))).isEmpty();
    assertThat(at(200, seen(0.3, 0.3, "hairnet", 0.45))).containsExactly(1L);
  }

  @Test
  void aSureLookHasTheTrackBeforeANearerFaintOne() {
    at(0, head(0.3, 0.3));
    at(200, head(0.3, 0.3));
    Tracks before = tracks;
    assertThat(at(400, seen(0.3, 0.3, "hairnet", 0.39), head(0.32, 0.3))).containsExactly(1L);
    assertThat(tracks.find(1))
        .hasValueSatisfying(it -> assertThat(it.region().x()).isEqualTo(0.32));
    tracks = before;
    assertThat(at(400, seen(0.3, 0.3, "hairnet", 0.4), head(0.32, 0.3))).containsExactly(1L, 2L);
  }

  @Test
  void theReachGrowsWithWhatIsUnsure() {
    at(0, head(0.3, 0.3));
    at(200, head(0.3, 0.3));
    Tracks before = tracks;
    double reach = 1.2 + 1.5 * track(1).unsure(NOON.plusMillis(400));
    assertThat(reach).isLessThan(4);
    assertThat(at(400, head(0.3 + 0.05 * (reach - 0.01), 0.3))).containsExactly(1L);
    tracks = before;
    assertThat(at(400, head(0.3 + 0.05 * (reach + 0.01), 0.3))).containsExactly(2L);
    tracks = before;
    assertThat(at(3000, head(0.3 + 0.05 * 3.99, 0.3))).containsExactly(1L);
    tracks = before;
    assertThat(at(3000, head(0.3 + 0.05 * 4.01, 0.3))).containsExactly(2L);
  }

  @Test
  void whoFillsFarLessOfTheFrameIsAnother() {
    var whole = new Region(0, 0, 1, 1);
    at(0, person(whole));
    Tracks before = tracks;
    assertThat(at(200, person(new Region(0.35, 0, 0.3, 1)))).containsExactly(1L);
    tracks = before;
    assertThat(at(200, person(new Region(0.355, 0, 0.29, 1)))).containsExactly(2L);
  }

  /** The one at the left is nearer and is another: in what is worn, or in looks. */
  @ParameterizedTest
  @CsvSource({
    "no_hairnet, hairnet, hairnet,    0.35, 2",
    "no_hairnet, hairnet, hairnet,    0.45, 1",
    "hairnet, no_hairnet, no_hairnet, 0.35, 2",
    "hairnet, no_hairnet, no_hairnet, 0.45, 1",
    "no_hairnet, hairnet, handwashing, 0.05, 1",
    "hairnet, hairnet, hairnet,       0.05, 1"
  })
  void aContradictionCostsAShareOfTheReach(
      String left, String right, String now, double nearer, long id) {
    for (int frame = 0; frame < 5; frame++) {
      assertThat(at(frame * 200, seen(0.30, 0.3, left, 0.8), seen(0.39, 0.3, right, 0.8)))
          .containsExactly(1L, 2L);
    }
    assertThat(at(1000, seen(between(nearer), 0.3, now, 0.8))).containsExactly(id);
  }

  @ParameterizedTest
  @CsvSource({"0.75, 2", "0.85, 1"})
  void anotherLookCostsAShareOfTheReach(double nearer, long id) {
    var left = new Region(0.30, 0.3, 0.05, 0.08);
    var right = new Region(0.39, 0.3, 0.05, 0.08);
    for (int frame = 0; frame < 5; frame++) {
      assertThat(at(frame * 200, looking(left, 1, 0), looking(right, 0, 1)))
          .containsExactly(1L, 2L);
    }
    var now = new Region(between(nearer), 0.3, 0.05, 0.08);
    assertThat(at(1000, looking(now, 0, 1))).containsExactly(id);
  }

  @Test
  void aContradictionAloneLosesNobody() {
    for (int frame = 0; frame < 5; frame++) {
      at(frame * 200, bare(0.3, 0.3));
    }
    double reach = 1.2 + 1.5 * track(1).unsure(NOON.plusMillis(1000));
    assertThat(at(1000, head(0.3 + 0.05 * 0.9 * reach, 0.3))).containsExactly(1L);
  }

  @Test
  void ofTwoThatFitAlikeTheOlderIsTaken() {
    var place = new Region(0.3, 0.3, 0.05, 0.08);
    for (int frame = 0; frame < 3; frame++) {
      assertThat(at(frame * 200, looking(place, 1, 0), looking(place, 0, 1)))
          .containsExactly(1L, 2L);
    }
    assertThat(at(600, looking(place, 0, 1))).containsExactly(2L);
    assertThat(at(800, person(place))).containsExactly(1L);
  }

  /**
   * Where to stand to be so much nearer, in shares of the reach, to who is at 0.30 than at 0.39.
   */
  private double between(double nearer) {
    double reach = 1.2 + 1.5 * track(1).unsure(NOON.plusMillis(1000));
    return 0.345 - nearer * reach * 0.05 / 2;
  }

  private Track track(long id) {
    return tracks.find(id).orElseThrow();
  }

  private static Observation person(Region region) {
    return new Observation(region, 0.8, false, List.of());
  }

  private List<Long> at(int millis, Observation... heads) {
    var step = tracks.follow(NOON.plusMillis(millis), List.of(heads));
    tracks = step.next();
    return step.sighted().stream().map(sighted -> sighted.track().id()).toList();
  }

  private static Observation head(double x, double y) {
    return seen(x, y, "hairnet", 0.8);
  }

  private static Observation faint(double x, double y) {
    return seen(x, y, "hairnet", 0.25);
  }

  private static Observation looking(Region region, float... appearance) {
    var trait = new Trait("hairnet", 0.8, region);
    List<Float> looks = List.of(appearance[0], appearance[1]);
    return new Observation(region, 0.8, false, List.of(trait), looks);
  }

  private static Observation bare(double x, double y) {
    return seen(x, y, "no_hairnet", 0.8);
  }

  private static Observation seen(double x, double y, String label, double score) {
    var region = new Region(x, y, 0.05, 0.08);
    return new Observation(region, score, false, List.of(new Trait(label, score, region)));
  }
}
