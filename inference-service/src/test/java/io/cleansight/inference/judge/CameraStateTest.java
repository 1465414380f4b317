package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.detection.Point;
import io.cleansight.inference.judge.CameraState.JudgeResult;
import io.cleansight.inference.judge.CameraState.Judgement;
import io.cleansight.inference.track.Track;
import io.cleansight.inference.track.Tracks;
import io.cleansight.inference.zone.CompletedStep;
import io.cleansight.inference.zone.Room;
import io.cleansight.inference.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CameraStateTest {
  private static final Instant MORNING = Instant.parse("2026-03-01T08:00:00Z");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Detection BARE = head("no_hairnet", 0.8);
  private static final Detection COVERED = head("hairnet", 0.8);
  private static final Detection UNSURE = head("no_hairnet", 0.42);

  private static final Room ROOM = Room.UNKNOWN;

  private final List<Episode> changes = new ArrayList<>();
  private final List<CompletedStep> done = new ArrayList<>();
  private CameraState state = CameraState.NEW;
  private int sequence;
  private Room room = Room.UNKNOWN;

  @Test
  void oneBareHeadIsOneViolationHoweverLongItStays() {
    frames(300, BARE);
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().closedAt()).isNull();
    assertThat(changes.getFirst().reason())
        .startsWith("no_hairnet in 6 of 6 frames over 1.0 s, mean score 0.80");
  }

  @Test
  void aGlimpseIsNone() {
    frames(2, BARE);
    frames(50, COVERED);
    frames(2, BARE);
    assertThat(changes).isEmpty();
  }

  /** The last state of a camera that was taken away stays in its store. */
  @Test
  void whoeverIsInViewWhenACameraEndsIsNotRememberedByHowTheyLook() {
    frames(10, COVERED);
    Track track = state.tracks().tracks().getFirst();
    TrackedPerson person = state.tracked().values().iterator().next();
    var looked =
        new CameraState(
            state.last(),
            state.pace(),
            state.people(),
            new Tracks(
                state.tracks().nextId(),
                List.of(
                    new Track(
                        track.id(),
                        track.box(),
                        track.body(),
                        track.x(),
                        track.y(),
                        track.seen(),
                        track.looks(),
                        track.leaning(),
                        List.of(0.6f, 0.8f)))),
            Map.of(
                track.id(),
                new TrackedPerson(
                    person.monitors(),
                    person.offences(),
                    person.journey(),
                    person.box(),
                    person.seen(),
                    List.of(0.6f, 0.8f),
                    person.visit())),
            false);
    CameraState silent = looked.silenced();
    assertThat(silent.tracks().tracks().getFirst().appearance()).isEmpty();
    assertThat(silent.tracked().values())
        .singleElement()
        .satisfies(it -> assertThat(it.appearance()).isEmpty());
  }

  @Test
  void noEvidenceIsNoViolation() {
    frames(100, UNSURE);
    assertThat(changes).isEmpty();
  }

  @Test
  void thePersonWhoLeavesClosesTheEpisode() {
    frames(10, BARE);
    frames(55);
    assertThat(changes).hasSize(2);
    assertThat(changes.getLast().violationId()).isEqualTo(changes.getFirst().violationId());
    assertThat(changes.getLast().closedAt()).isEqualTo(NOON.plusMillis(9 * 200));
  }

  @Test
  void aPersonHiddenForAMomentIsOneViolation() {
    frames(10, BARE);
    frames(10);
    frames(10, BARE);
    assertThat(changes).hasSize(1);
  }

  @Test
  void aPersonLostInTheMiddleOfTheRoomAndFoundAgainIsOneViolation() {
    frames(10, BARE);
    frames(30); // six seconds: the track is long given up
    frames(10, BARE);
    assertThat(changes).hasSize(1);
    assertThat(state.tracks().nextId()).isEqualTo(3);
  }

  @Test
  void aPersonLostAtTheEdgeIsAnotherWhenFoundAgain() {
    var atEdge = new Detection("no_hairnet", 0.8, new Box(0.95, 0.3, 0.05, 0.08));
    frames(10, atEdge);
    frames(30);
    frames(10, atEdge);
    assertThat(changes).extracting(it -> it.closedAt() == null).containsExactly(true, false, true);
  }

  @Test
  void aCameraTakenToHaveEndedThatGoesOnHasTheSameEpisode() {
    frames(10, BARE);
    assertThat(state.ended()).hasSize(1);
    state = state.silenced();
    frames(10, BARE);
    frames(60);
    assertThat(changes)
        .extracting(Episode::violationId)
        .containsOnly(changes.getFirst().violationId());
    assertThat(changes).hasSize(2);
    assertThat(changes.getLast().closedAt()).isEqualTo(NOON.plusMillis(19 * 200));
  }

  @Test
  void looksThatSayNothingEndNoEpisode() {
    frames(10, BARE);
    frames(100, UNSURE);
    frames(10, BARE);
    assertThat(changes).hasSize(1);
  }

  @Test
  void aBareHeadAtWorkWeighsMore() {
    room = new Room(List.of(zone("work_area")), List.of(), ROOM.minimumWash(), ROOM.window());
    frames(10, BARE);
    assertThat(changes.getFirst().severity()).isEqualTo("high");
    assertThat(changes.getFirst().zones()).containsExactly("work_area");
  }

  @Test
  void whoMayNotBeThereIsAViolationWhileThere() {
    room = new Room(List.of(zone("restricted")), List.of(), ROOM.minimumWash(), ROOM.window());
    frames(15, COVERED);
    frames(60);
    assertThat(changes).extracting(Episode::type).containsOnly("restricted_area");
    assertThat(changes).extracting(it -> it.closedAt() == null).containsExactly(true, false);
  }

  @Test
  void theModelsWordForWashingCounts() {
    frames(10, COVERED, new Detection("handwashing", 0.8, new Box(0.42, 0.42, 0.05, 0.05)));
    frames(20, COVERED);
    assertThat(done).hasSize(1);
    assertThat(done.getFirst().type()).isEqualTo("handwash");
    assertThat(done.getFirst().took()).isEqualTo(Duration.ofMillis(1800));
  }

  @Test
  void puttingAHairnetOnClosesTheEpisode() {
    frames(10, BARE);
    frames(60, COVERED);
    assertThat(changes).hasSize(2);
    assertThat(changes.getLast().closedAt()).isNotNull();
  }

  @Test
  void fewFramesPerSecondAreEnough() {
    for (int i = 0; i < 6; i++) {
      take(NOON, i, NOON.plusSeconds(i * 2L), BARE);
    }
    assertThat(changes).hasSize(1);
  }

  @Test
  void anotherRunClosesWhatWasOpen() {
    frames(10, BARE);
    take(NOON.plusSeconds(60), 0, NOON.plusSeconds(60), COVERED);
    assertThat(changes).hasSize(2);
    assertThat(changes.getLast().closedAt()).isEqualTo(NOON.plusMillis(9 * 200));
  }

  @Test
  void repeatsAndOlderRunsChangeNothing() {
    frames(10, BARE);
    CameraState before = state;
    assertThat(take(NOON, 3, NOON.plusMillis(600), COVERED)).isFalse();
    assertThat(take(NOON, 9, NOON.plusMillis(1800), COVERED)).isFalse();
    assertThat(take(MORNING, 99, NOON.plusSeconds(9), COVERED)).isFalse();
    assertThat(state).isEqualTo(before);
  }

  @Test
  void aRunThatBeganWhenTheClockHadBeenSetBackIsJudged() {
    frames(10, BARE);
    assertThat(takeOf(1, MORNING, 0, MORNING, COVERED)).isInstanceOf(JudgeResult.Judged.class);
    assertThat(changes.getLast().closedAt()).isEqualTo(NOON.plusMillis(9 * 200));
  }

  @Test
  void aClockSetBackByASecondWithinARunStandsStill() {
    frames(10, BARE);
    take(NOON, 10, NOON.plusMillis(1800 - 1000), BARE);
    assertThat(changes).hasSize(1);
    assertThat(lastAt()).isEqualTo(NOON.plusMillis(1800));
    take(NOON, 11, NOON.plusMillis(2000), BARE);
    assertThat(changes).hasSize(1);
    assertThat(state.tracks().nextId()).isEqualTo(2);
  }

  @Test
  void aClockSetBackFurtherWithinARunEndsWhatWasOpenAndNobodyIsKnown() {
    frames(10, BARE);
    take(NOON, 10, NOON.plusMillis(1800 - 1001), BARE);
    assertThat(changes).hasSize(2);
    assertThat(changes.getLast().closedAt()).isEqualTo(NOON.plusMillis(1800));
    assertThat(lastAt()).isEqualTo(NOON.plusMillis(799));
    assertThat(state.tracks().tracks()).extracting(Track::id).containsExactly(2L);
    assertThat(state.tracked()).containsOnlyKeys(2L);
    assertThat(take(NOON, 10, NOON.plusMillis(999), BARE)).isFalse();
  }

  @Test
  void whoWasLostLongAgoIsNotContinuedByWhoComesAfterAGapOfFrames() {
    frames(10, BARE);
    frames(20);
    take(NOON, 30, NOON.plusMillis(1800 + 10_001), BARE);
    assertThat(changes).extracting(it -> it.closedAt() == null).containsExactly(true, false);
  }

  @Test
  void whoWasLostTenSecondsAgoIs() {
    frames(10, BARE);
    frames(20);
    take(NOON, 30, NOON.plusMillis(1800 + 10_000), BARE);
    assertThat(changes).hasSize(1);
  }

  @Test
  void whoIsFoundAgainIsFoundNearbyTheFartherTheLaterItIs() {
    // Lost for 4.2 s: 1.5 widths, and 0.4 more for each second.
    double reach = 1.5 + 0.4 * 4.2;
    assertThat(isFoundAgainAt(0.4 + 0.05 * (reach - 0.01), 0.05)).isTrue();
    assertThat(isFoundAgainAt(0.4 + 0.05 * (reach + 0.01), 0.05)).isFalse();
  }

  @Test
  void whoIsFoundAgainIsAboutAsLarge() {
    assertThat(isFoundAgainAt(0.4, 0.05 * 0.41)).isTrue();
    assertThat(isFoundAgainAt(0.4, 0.05 * 0.39)).isFalse();
  }

  @Test
  void theNearestOfThoseLostIsFoundAgainAndTheOtherIsGone() {
    Detection left = at(0.3, 0.05);
    Detection right = at(0.45, 0.05);
    frames(10, left, right);
    frames(20);
    frames(1, at(0.42, 0.05));
    assertThat(state.tracked()).containsOnlyKeys(1L, 3L);
    frames(40, at(0.42, 0.05));
    assertThat(state.tracked()).containsOnlyKeys(3L);
    assertThat(changes).extracting(Episode::trackId).containsExactly(1L, 2L, 1L);
    assertThat(changes.getLast().closedAt()).isEqualTo(NOON.plusMillis(1800));
  }

  @Test
  void whoIsStillFollowedIsNotTakenForSomebodyElse() {
    frames(10, BARE);
    // The track waits for its person, while another of half the size comes near.
    frames(5, at(0.4, 0.01));
    assertThat(state.tracked()).containsOnlyKeys(1L, 2L);
    assertThat(changes).hasSize(1);
  }

  @Test
  void whoLooksOtherwiseIsNotTheOneWhoWasLost() {
    var box = new Box(0.4, 0.3, 0.05, 0.08);
    var lost = new Detection("no_hairnet", 0.8, box, List.of(1f, 0f));
    frames(10, lost);
    frames(20);
    frames(1, new Detection("no_hairnet", 0.8, box, List.of(0f, 1f)));
    assertThat(state.tracked()).containsOnlyKeys(1L, 2L);
    frames(
        1,
        new Detection("no_hairnet", 0.8, box, List.of(0f, 1f)),
        new Detection("no_hairnet", 0.8, new Box(0.45, 0.3, 0.05, 0.08), List.of(1f, 0f)));
    assertThat(state.tracked()).containsOnlyKeys(2L, 3L);
  }

  @Test
  void theModelsWordForSanitisingCounts() {
    frames(10, COVERED, new Detection("sanitizing", 0.8, new Box(0.42, 0.42, 0.05, 0.05)));
    frames(20, COVERED);
    assertThat(done).extracting(CompletedStep::type).containsExactly("sanitize");
  }

  @Test
  void whoIsGoneWhileWashingHasWashed() {
    frames(10, COVERED, new Detection("handwashing", 0.8, new Box(0.42, 0.42, 0.05, 0.05)));
    frames(60);
    assertThat(state.tracked()).isEmpty();
    assertThat(done).extracting(CompletedStep::type).containsExactly("handwash");
  }

  @Test
  void whereAModelSeesPeopleTheirFeetAreInTheZone() {
    var upper = List.of(new Point(0, 0), new Point(1, 0), new Point(1, 0.5), new Point(0, 0.5));
    var zone = new Zone("z", "restricted", upper, Duration.ZERO);
    room = new Room(List.of(zone), List.of(), ROOM.minimumWash(), ROOM.window());
    frames(3, new Detection("person", 0.8, new Box(0.4, 0.1, 0.1, 0.5)));
    assertThat(changes).isEmpty();
    frames(3, new Detection("person", 0.8, new Box(0.4, 0.1, 0.1, 0.35)));
    assertThat(changes).extracting(Episode::type).containsExactly("restricted_area");
  }

  @Test
  void peopleSeenButOnceAreNotShown() {
    assertThat(judged(BARE).people()).isEmpty();
    assertThat(judged(BARE).people()).extracting(it -> it.trackId()).containsExactly(1L);
  }

  @Test
  void aFrozenRunThatGoesOnAfterItsSuccessorBeganIsOutdated() {
    takeOf(7, NOON, 0, NOON, COVERED);
    takeOf(8, MORNING, 0, NOON.plusSeconds(1), COVERED);
    CameraState before = state;
    assertThat(takeOf(7, NOON, 1, NOON.plusSeconds(2), BARE))
        .isInstanceOf(JudgeResult.Outdated.class);
    assertThat(state).isEqualTo(before);
  }

  @Test
  void aRecordedRunThatWasRegisteredTwiceIsOneRun() {
    takeOf(7, NOON, 0, NOON, COVERED);
    assertThat(takeOf(9, NOON, 0, NOON, COVERED)).isInstanceOf(JudgeResult.Repeated.class);
    assertThat(takeOf(9, NOON, 1, NOON.plusSeconds(1), COVERED))
        .isInstanceOf(JudgeResult.Judged.class);
  }

  @Test
  void theStateSurvivesItsChangelog() {
    frames(10, BARE);
    var serde = JudgeTopology.STATES;
    byte[] bytes = serde.serializer().serialize("changelog", state);
    assertThat(serde.deserializer().deserialize("changelog", bytes)).isEqualTo(state);
  }

  /**
   * Whatever the model says, episodes of a track open and close in turn, and each closing names its
   * opening.
   */
  @Property(tries = 200)
  void episodesOpenAndCloseInTurn(@ForAll @Size(max = 120) List<Boolean> looks) {
    state = CameraState.NEW;
    changes.clear();
    sequence = 0;
    looks.forEach(bare -> frames(3, bare ? BARE : COVERED));
    frames(60);
    Episode open = null;
    for (var change : changes) {
      if (change.closedAt() == null) {
        assertThat(open).isNull();
        open = change;
      } else {
        assertThat(open).isNotNull();
        assertThat(change.violationId()).isEqualTo(open.violationId());
        open = null;
      }
    }
    assertThat(open).isNull();
  }

  private void frames(int count, Detection... heads) {
    for (int i = 0; i < count; i++) {
      take(NOON, sequence, NOON.plusMillis(sequence * 200L), heads);
      sequence++;
    }
  }

  /** Somebody bare, lost for 4.2 s in the middle of the room. */
  private boolean isFoundAgainAt(double x, double width) {
    state = CameraState.NEW;
    changes.clear();
    sequence = 0;
    frames(10, BARE);
    frames(20);
    frames(1, at(x - (width - 0.05) / 2, width));
    return state.tracked().size() == 1;
  }

  private Judgement judged(Detection... heads) {
    JudgeResult outcome = takeOf(0, NOON, sequence, NOON.plusMillis(sequence * 200L), heads);
    sequence++;
    return ((JudgeResult.Judged) outcome).judgement();
  }

  private static Detection at(double x, double width) {
    return new Detection("no_hairnet", 0.8, new Box(x, 0.3, width, 0.08));
  }

  private Instant lastAt() {
    return state.newest();
  }

  private boolean take(Instant epoch, long number, Instant at, Detection... heads) {
    return takeOf(0, epoch, number, at, heads) instanceof JudgeResult.Judged;
  }

  private JudgeResult takeOf(
      long generation, Instant epoch, long number, Instant at, Detection... heads) {
    var id = Ids.frame("line-1", epoch, number);
    var frame = new FrameRef(id, epoch, generation, number, at, 0, number, null);
    JudgeResult outcome = state.take(frame, List.of(heads), room, 480);
    if (outcome instanceof JudgeResult.Judged(var judged)) {
      state = judged.next();
      changes.addAll(judged.changed());
      judged.done().forEach(it -> done.add(it.step()));
    }
    return outcome;
  }

  private static Zone zone(String type) {
    var everywhere = List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1));
    return new Zone(type, type, everywhere, Duration.ofMillis(600));
  }

  private static Detection head(String label, double score) {
    return new Detection(label, score, new Box(0.4, 0.3, 0.05, 0.08));
  }
}
