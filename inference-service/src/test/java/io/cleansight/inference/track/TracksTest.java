package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

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
