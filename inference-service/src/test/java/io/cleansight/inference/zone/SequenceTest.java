package io.cleansight.inference.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.vocabulary.wording.Statement;
import io.cleansight.contracts.vocabulary.wording.ViolationReason;
import io.cleansight.inference.detection.Point;
import io.cleansight.inference.zone.Sequence.MissedStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Point DOOR = new Point(0.05, 0.5);
  private static final Point BASIN = new Point(0.25, 0.5);
  private static final Point DISPENSER = new Point(0.45, 0.5);
  private static final Point FLOOR = new Point(0.55, 0.5);
  private static final Point WORK = new Point(0.8, 0.5);
  private static final Room ROOM =
      new Room(
          List.of(
              zone("entrance", 0, 0.1, 0),
              zone("handwash", 0.2, 0.3, 3000),
              zone("sanitize", 0.4, 0.5, 3000),
              zone("work_area", 0.6, 1, 1000)),
          List.of(),
          Duration.ofSeconds(20),
          Duration.ofHours(1));

  private final List<CompletedStep> done = new ArrayList<>();
  private final List<MissedStep> missedSteps = new ArrayList<>();
  private final List<String> verdicts = new ArrayList<>();
  private Journey journey = Journey.NEW;
  private Room room = ROOM;
  private Instant now = NOON;

  @Test
  void whoDoesAllInOrderIsLeftAlone() {
    walk(DOOR, 2, BASIN, 25, DISPENSER, 5, FLOOR, 2, WORK, 5);
    assertThat(missedSteps).isEmpty();
    assertThat(done).extracting(CompletedStep::type).contains("handwash", "sanitize");
  }

  @Test
  void whoDoesNotWashIsToldWhatTheyDidInstead() {
    walk(DOOR, 2, DISPENSER, 5, FLOOR, 2, WORK, 5);
    assertThat(missedSteps).extracting(it -> it.type().word()).containsExactly("no_handwash");
    assertThat(missedSteps.getFirst().reason().english())
        .startsWith("no hand wash before the work area: entrance ")
        .contains("sanitize ");
    assertThat(missedSteps.getFirst().timeline())
        .extracting(CompletedStep::type)
        .containsExactly("entrance", "sanitize");
  }

  @Test
  void aWashCutShortIsShort() {
    walk(DOOR, 2, BASIN, 8, DISPENSER, 5, FLOOR, 2, WORK, 5);
    assertThat(missedSteps).extracting(it -> it.type().word()).containsExactly("short_handwash");
    Statement reason = missedSteps.getFirst().reason();
    assertThat(reason.english()).startsWith("hands washed for 7.8 s of 20 s");
    assertThat(reason.code()).isEqualTo("washed_too_briefly");
    assertThat(reason.parameters())
        .isEqualTo(Map.of("seconds", "7.8", "minimum_seconds", "20"))
        .containsOnlyKeys(ViolationReason.WASHED_TOO_BRIEFLY.parameters());
  }

  @Test
  void twoHalvesOfAWashAreOne() {
    walk(DOOR, 2, BASIN, 12, FLOOR, 4, BASIN, 12, DISPENSER, 5, WORK, 5);
    assertThat(missedSteps).isEmpty();
  }

  @Test
  void sanitisingBeforeWashingIsTheWrongOrder() {
    walk(DOOR, 2, DISPENSER, 5, BASIN, 25, WORK, 5);
    assertThat(missedSteps).extracting(it -> it.type().word()).containsExactly("no_sanitize");
    assertThat(missedSteps.getFirst().reason().english())
        .startsWith("sanitised only before washing");
    assertThat(missedSteps.getFirst().reason().code()).isEqualTo("sanitized_before_washing");
  }

  @Test
  void whoPassesTheBasinHasNotWashed() {
    walk(DOOR, 2, BASIN, 1, DISPENSER, 5, FLOOR, 2, WORK, 5);
    assertThat(missedSteps).extracting(it -> it.type().word()).containsExactly("no_handwash");
  }

  @Test
  void ofWhomTheWayHereIsNotKnownNothingIsHeld() {
    walk(FLOOR, 2, WORK, 5);
    assertThat(missedSteps).isEmpty();
  }

  @Test
  void withoutAnEntranceNobodyKnowsWhatWasLeftOut() {
    room = room(ROOM.zones().subList(1, 4));
    walk(FLOOR, 2, WORK, 5);
    assertThat(missedSteps).isEmpty();
    assertThat(verdicts).containsExactly("unknown");
  }

  @Test
  void aStepCountsForItsWindow() {
    room = new Room(ROOM.zones(), List.of(), ROOM.minimumWash(), Duration.ofSeconds(60));
    walk(DOOR, 2, BASIN, 25, DISPENSER, 5, FLOOR, 90, WORK, 3);
    assertThat(missedSteps)
        .extracting(it -> it.type().word())
        .containsExactly("no_handwash", "no_sanitize");
  }

  @Test
  void aStepThatBeganWhenTheWindowDidCounts() {
    room = new Room(ROOM.zones(), List.of("handwash"), ROOM.minimumWash(), Duration.ofSeconds(41));
    walk(DOOR, 2, BASIN, 25, FLOOR, 15, WORK, 2);
    assertThat(verdicts).containsExactly("compliant");
    room =
        new Room(ROOM.zones(), List.of("handwash"), ROOM.minimumWash(), Duration.ofMillis(40_999));
    journey = Journey.NEW;
    walk(DOOR, 2, BASIN, 25, FLOOR, 15, WORK, 2);
    assertThat(verdicts).containsExactly("compliant", "violating");
  }

  @Test
  void aWashAsLongAsAskedForIsNotShort() {
    walk(DOOR, 2);
    washing(20_000);
    walk(DISPENSER, 5, WORK, 2);
    assertThat(verdicts).containsExactly("compliant");
    journey = Journey.NEW;
    walk(DOOR, 2);
    washing(19_999);
    walk(DISPENSER, 5, WORK, 2);
    assertThat(missedSteps).extracting(it -> it.type().word()).containsExactly("short_handwash");
  }

  @Test
  void verdictsAreOfAllSteps() {
    walk(DOOR, 2, BASIN, 25, DISPENSER, 5, WORK, 2);
    walk(FLOOR, 3);
    room = new Room(ROOM.zones(), List.of("sanitize"), ROOM.minimumWash(), ROOM.window());
    walk(WORK, 2);
    assertThat(verdicts).containsExactly("compliant", "compliant");
  }

  @Test
  void whereNothingIsAskedForNothingIsJudged() {
    room = room(List.of(zone("work_area", 0.6, 1, 1000)));
    walk(DOOR, 1, WORK, 5);
    assertThat(verdicts).isEmpty();
  }

  @Test
  void whatWasSeenBeforeAGapCountsInFavour() {
    walk(DOOR, 2, BASIN, 25, DISPENSER, 5);
    now = now.plusSeconds(30);
    walk(WORK, 5);
    assertThat(verdicts).containsExactly("compliant");
  }

  @Test
  void whatIsMissingAfterAGapIsUnknown() {
    walk(DOOR, 2, BASIN, 25);
    now = now.plusSeconds(30);
    walk(WORK, 5);
    assertThat(verdicts).containsExactly("unknown");
    assertThat(missedSteps).isEmpty();
  }

  @Test
  void aWashOfWhichAPartMayHaveBeenUnseenIsNotSaidToBeShort() {
    room = new Room(ROOM.zones(), List.of("handwash"), ROOM.minimumWash(), ROOM.window());
    walk(DOOR, 2, BASIN, 8);
    now = now.plusSeconds(30);
    walk(FLOOR, 2, BASIN, 8, WORK, 3);
    assertThat(verdicts).containsExactly("unknown");
    walk(FLOOR, 3, BASIN, 5, WORK, 3);
    assertThat(verdicts).containsExactly("unknown", "compliant");
  }

  @Test
  void aWashFromBeforeTheGapThatEndsItAloneIsShortOnlyIfSeenWhole() {
    room = new Room(ROOM.zones(), List.of("handwash"), ROOM.minimumWash(), ROOM.window());
    walk(BASIN, 8, FLOOR, 2, WORK, 3);
    assertThat(verdicts).containsExactly("unknown");
    journey = Journey.NEW;
    walk(FLOOR, 1, BASIN, 8, FLOOR, 2, WORK, 3);
    assertThat(verdicts).containsExactly("unknown", "violating");
  }

  @Test
  void fromTheBasinOnOnlyWhatComesAfterWashingIsJudged() {
    walk(BASIN, 25, FLOOR, 2, WORK, 3);
    assertThat(missedSteps).extracting(it -> it.type().word()).containsExactly("no_sanitize");
    journey = Journey.NEW;
    missedSteps.clear();
    room =
        new Room(ROOM.zones(), List.of("sanitize", "handwash"), ROOM.minimumWash(), ROOM.window());
    walk(BASIN, 25, FLOOR, 2, WORK, 3);
    room = new Room(ROOM.zones(), List.of("sanitize"), ROOM.minimumWash(), ROOM.window());
    walk(FLOOR, 3, WORK, 3);
    assertThat(missedSteps).isEmpty();
    assertThat(verdicts).containsExactly("violating", "unknown", "unknown");
  }

  @Test
  void whereSanitisingComesFirstItsOrderIsNotThatOfTheWash() {
    room =
        new Room(ROOM.zones(), List.of("sanitize", "handwash"), ROOM.minimumWash(), ROOM.window());
    walk(DOOR, 2, DISPENSER, 5, BASIN, 25, WORK, 3);
    assertThat(verdicts).containsExactly("compliant");
  }

  @Test
  void theReasonSaysWhenAndForHowLong() {
    walk(DOOR, 2, DISPENSER, 5, WORK, 3);
    assertThat(missedSteps.getFirst().reason().english())
        .isEqualTo(
            "no hand wash before the work area: entrance 8 s before for 1.8 s, sanitize 6 s before"
                + " for 4.8 s");
  }

  @Test
  void aLineIsEnteredFromItsLeftToItsRight() {
    // From bottom to top: its left is the picture's left.
    var line =
        new Zone("gate", "work_area", List.of(new Point(0.6, 1), new Point(0.6, 0)), Duration.ZERO);
    room = room(List.of(zone("entrance", 0, 0.1, 0), line, zone("handwash", 0.2, 0.3, 3000)));
    walk(WORK, 1, FLOOR, 5, DOOR, 1);
    assertThat(verdicts).isEmpty();
    walk(WORK, 1);
    assertThat(missedSteps).extracting(it -> it.type().word()).containsExactly("no_handwash");
  }

  /** Pairs of a place and the seconds spent there, at five frames a second. */
  private void walk(Object... way) {
    for (int i = 0; i < way.length; i += 2) {
      for (int frame = 0; frame < 5 * (int) way[i + 1]; frame++) {
        Journey.Move move = journey.to(now, (Point) way[i], Set.of(), room);
        journey = move.next();
        done.addAll(move.done());
        if (move.entered().contains("work_area")) {
          Sequence.entry(journey, room, now)
              .ifPresent(
                  entry -> {
                    missedSteps.addAll(entry.missedSteps());
                    verdicts.add(entry.verdict().word());
                  });
        }
        now = now.plusMillis(200);
      }
    }
  }

  private void washing(long millis) {
    for (long at : new long[] {0, 3000, 6000, 9000, 12_000, 15_000, 18_000, millis}) {
      journey = journey.to(now.plusMillis(at), BASIN, Set.of(), room).next();
    }
    now = now.plusMillis(millis + 200);
  }

  private static Room room(List<Zone> zones) {
    return new Room(zones, List.of(), ROOM.minimumWash(), ROOM.window());
  }

  private static Zone zone(String type, double left, double right, long dwell) {
    return new Zone(
        type,
        type,
        List.of(new Point(left, 0), new Point(right, 0), new Point(right, 1), new Point(left, 1)),
        Duration.ofMillis(dwell));
  }
}
