package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    var left = new Box(0.40, 0.3, 0.05, 0.08);
    var right = new Box(0.44, 0.3, 0.05, 0.08);
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
  void whoIsSureEnoughBeginsATrack() {
    assertThat(at(0, seen(0.3, 0.3, "hairnet", 0.45))).containsExactly(1L);
    assertThat(at(0, seen(0.7, 0.3, "hairnet", 0.44))).isEmpty();
    assertThat(tracks.nextId()).isEqualTo(2);
  }

  @Test
  void sureLooksChooseFirst() {
    at(0, head(0.3, 0.3));
    // The faint one is nearer, the sure one takes the track; and what is left begins none.
    assertThat(at(0, seen(0.3, 0.3, "hairnet", 0.39), seen(0.32, 0.3, "hairnet", 0.4)))
        .containsExactly(1L);
    assertThat(track(1).box().x()).isEqualTo(0.32);
  }

  @Test
  void aLookIsOfTheTrackItIsNearest() {
    at(0, head(0.3, 0.3), head(0.36, 0.3));
    at(0, head(0.3, 0.3), head(0.36, 0.3));
    assertThat(at(0, head(0.335, 0.3))).containsExactly(2L);
    assertThat(at(0, head(0.325, 0.3))).containsExactly(1L);
  }

  @Test
  void betweenTwoItIsOfTheOlder() {
    at(0, head(0.25, 0.3), head(0.3125, 0.3));
    assertThat(at(0, head(0.28125, 0.3))).containsExactly(1L);
  }

  @Test
  void howFarItMayBeDependsOnHowSureThePlaceIs() {
    // Just seen, a head is where it is by 0.08 of its width and height.
    double reach = 1.2 + 1.5 * Math.hypot(0.08, 0.08);
    at(0, head(0.25, 0.3));
    assertThat(at(0, head(0.25 + 0.05 * (reach - 0.01), 0.3))).containsExactly(1L);
    tracks = Tracks.NONE;
    at(0, head(0.25, 0.3));
    assertThat(at(0, head(0.25 + 0.05 * (reach + 0.01), 0.3))).containsExactly(2L);
  }

  @Test
  void itIsNeverFartherThanFourWidths() {
    at(0, head(0.25, 0.3));
    assertThat(at(60_000, head(0.25 + 0.05 * 3.99, 0.3))).containsExactly(1L);
    tracks = Tracks.NONE;
    at(0, head(0.25, 0.3));
    assertThat(at(60_000, head(0.25 + 0.05 * 4.01, 0.3))).containsExactly(2L);
  }

  @Test
  void onePersonIsAboutAsLargeInTwoFrames() {
    at(0, sized(0.1, 0.1));
    assertThat(at(0, sized(0.1, 0.031))).containsExactly(1L);
    tracks = Tracks.NONE;
    at(0, sized(0.1, 0.1));
    assertThat(at(0, sized(0.1, 0.029))).containsExactly(2L);
  }

  @Test
  void aContradictionMayLoseToABetterMatch() {
    at(0, bare(0.3, 0.3), head(0.35, 0.3));
    // Nearer to the bare one by a fifth of the reach; to take it for that costs two fifths.
    assertThat(at(0, head(0.318, 0.3))).containsExactly(2L);
    tracks = Tracks.NONE;
    at(0, head(0.3, 0.3), head(0.35, 0.3));
    assertThat(at(0, head(0.318, 0.3))).containsExactly(1L);
  }

  @Test
  void aContradictionCostsByHowSureBothAre() {
    at(0, seen(0.3, 0.3, "no_hairnet", 0.5), seen(0.36, 0.3, "hairnet", 0.5));
    // A fourth of the way, 0.2 and 0.6 of the reach and more: half of the contradiction is less.
    assertThat(at(0, seen(0.315, 0.3, "hairnet", 0.5))).containsExactly(1L);
  }

  @Test
  void aContradictionDoesNotLoseToNobody() {
    double reach = 1.2 + 1.5 * Math.hypot(0.08, 0.08);
    at(0, bare(0.3, 0.3));
    assertThat(at(0, head(0.3 + 0.05 * (reach - 0.01), 0.3))).containsExactly(1L);
  }

  @Test
  void anotherLookLosesToALikeOneFartherAway() {
    var left = new Box(0.30, 0.3, 0.05, 0.08);
    var right = new Box(0.35, 0.3, 0.05, 0.08);
    at(0, looking(left, 1, 0), looking(right, 0, 1));
    assertThat(at(0, looking(new Box(0.31, 0.3, 0.05, 0.08), 0, 1))).containsExactly(2L);
  }

  @Test
  void eachTrackAndEachLookIsMatchedOnce() {
    at(0, head(0.3, 0.3));
    assertThat(at(0, head(0.3, 0.3), head(0.31, 0.3))).containsExactly(1L, 2L);
    assertThat(at(0, head(0.305, 0.3))).hasSize(1);
  }

  @Test
  void aTrackIsKeptForThreeSeconds() {
    at(0, head(0.3, 0.3));
    at(200, head(0.3, 0.3));
    at(3199);
    assertThat(tracks.find(1)).isPresent();
    assertThat(tracks.find(2)).isEmpty();
    at(3200);
    assertThat(tracks.find(1)).isEmpty();
  }

  @Test
  void aTrackThatIsSeenIsThereOnce() {
    at(0, head(0.3, 0.3), head(0.7, 0.3));
    at(200, head(0.3, 0.3), head(0.7, 0.3));
    at(400, head(0.7, 0.3));
    assertThat(tracks.tracks()).extracting(Track::id).containsExactly(2L, 1L);
    assertThat(tracks.find(2)).map(Track::looks).contains(3);
    assertThat(tracks.find(1)).map(Track::looks).contains(2);
  }

  private Track track(long id) {
    return tracks.find(id).orElseThrow();
  }

  private static Observation sized(double width, double height) {
    var box = new Box(0.5 - width / 2, 0.5 - height / 2, width, height);
    return new Observation(box, 0.8, false, List.of(new Detection("hairnet", 0.8, box)));
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

  private static Observation looking(Box box, float... appearance) {
    var detection = new Detection("hairnet", 0.8, box);
    List<Float> looks = List.of(appearance[0], appearance[1]);
    return new Observation(box, 0.8, false, List.of(detection), looks);
  }

  private static Observation bare(double x, double y) {
    return seen(x, y, "no_hairnet", 0.8);
  }

  private static Observation seen(double x, double y, String label, double score) {
    var box = new Box(x, y, 0.05, 0.08);
    return new Observation(box, score, false, List.of(new Detection(label, score, box)));
  }
}
