package io.cleansight.inference.judge;

import static io.cleansight.inference.judge.Kitchen.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.detection.Point;
import io.cleansight.inference.judge.CameraState.JudgeResult;
import io.cleansight.inference.judge.CameraState.Visited;
import io.cleansight.inference.zone.Room;
import io.cleansight.inference.zone.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is counted as a visitor, and how often; five frames a second. */
class VisitTest {
  private static final Detection COVERED = head("hairnet", 0.3);
  private static final Detection BARE = head("no_hairnet", 0.3);
  private static final Detection OTHER = head("hairnet", 0.7);
  private static final Detection UNSURE =
      new Detection("no_hairnet", 0.46, new Box(0.3, 0.3, 0.05, 0.08));

  private final List<Visited> visits = new ArrayList<>();
  private final List<Episode> changes = new ArrayList<>();
  private CameraState state = CameraState.NEW;
  private Room room = Room.UNKNOWN;
  private Instant epoch = NOON;
  private long generation = 1;
  private long sequence;

  @Test
  void whoStandsThereForFiveHundredFramesIsOneVisitAlsoIfHiddenForAWhile() {
    frames(200, COVERED);
    frames(40);
    frames(300, COVERED);
    assertThat(begun()).hasSize(1);
    assertThat(judged()).isEqualTo(begun());
    assertThat(visits.getFirst().news())
        .returns(Ids.visit(Ids.frame("line-1", NOON, 0), 1), Visit.News::id)
        .returns(NOON, Visit.News::startedAt);
  }

  @Test
  void twoPeopleAreTwoVisits() {
    frames(50, COVERED, OTHER);
    assertThat(begun()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void whoComesBackLongAfterIsAnotherVisit() {
    frames(20, COVERED);
    frames(100);
    frames(20, COVERED);
    assertThat(begun()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void whatFlickersIsNone() {
    for (int i = 0; i < 100; i++) {
      frames(1, COVERED);
      frames(1 + i % 3);
    }
    frames(4, OTHER);
    frames(60);
    assertThat(visits).isEmpty();
  }

  @Test
  void whoseHairIsNotKnownIsNotJudged() {
    frames(50, UNSURE);
    assertThat(begun()).hasSize(1);
    assertThat(judged()).isEmpty();
  }

  @Test
  void aViolationNamesItsVisitWhichHasBegunAndIsJudgedThen() {
    frames(50, BARE);
    assertThat(changes)
        .singleElement()
        .extracting(Episode::visit)
        .isEqualTo(new Episode.OfVisit(begun().getFirst(), NOON));
    assertThat(judged()).isEqualTo(begun());
  }

  @Test
  void whoIsChargedAtOnceIsAVisitorAtOnce() {
    room = room("restricted");
    frames(5, COVERED);
    assertThat(changes).hasSize(1);
    assertThat(begun()).hasSize(1);
  }

  @Test
  void eachZoneIsToldOnceInAVisit() {
    room = room("work_area");
    frames(30, COVERED);
    frames(20);
    frames(30, COVERED);
    assertThat(visits.stream().flatMap(it -> it.news().zones().stream()))
        .containsExactly("work_area");
    assertThat(begun()).hasSize(1);
  }

  @Test
  void anotherRunIsAnotherVisit() {
    frames(20, COVERED);
    epoch = NOON.plusSeconds(10);
    generation++;
    sequence = 0;
    frames(20, COVERED);
    assertThat(begun()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aStateOfAnEarlierReleaseGoesOn() {
    frames(20, COVERED);
    var known = state.tracked().get(1L);
    assertThat(known).isNotNull();
    var earlier =
        new TrackedPerson(
            known.monitors(),
            known.offences(),
            known.journey(),
            known.box(),
            known.seen(),
            known.appearance(),
            null);
    state =
        new CameraState(
            state.last(),
            state.pace(),
            state.people(),
            state.tracks(),
            java.util.Map.of(1L, earlier),
            false);
    frames(20, COVERED);
    assertThat(begun()).hasSize(2);
  }

  private List<UUID> begun() {
    return visits.stream()
        .map(Visited::news)
        .filter(Visit.News::begun)
        .map(Visit.News::id)
        .toList();
  }

  private List<UUID> judged() {
    return visits.stream()
        .map(Visited::news)
        .filter(Visit.News::judged)
        .map(Visit.News::id)
        .toList();
  }

  private void frames(int count, Detection... heads) {
    for (int i = 0; i < count; i++) {
      FrameRef frame =
          Kitchen.frame(generation, epoch, sequence, Duration.ofMillis(200 * sequence));
      if (!(state.take(frame, List.of(heads), room, 480) instanceof JudgeResult.Judged(var done))) {
        throw new AssertionError("not judged: " + frame);
      }
      state = done.next();
      visits.addAll(done.visits());
      changes.addAll(done.changed());
      sequence++;
    }
  }

  private static Room room(String type) {
    var everywhere = List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1));
    return Kitchen.room(new Zone(type, type, everywhere, Duration.ofMillis(200)));
  }

  private static Detection head(String label, double x) {
    return new Detection(label, 0.8, new Box(x, 0.3, 0.05, 0.08));
  }
}
