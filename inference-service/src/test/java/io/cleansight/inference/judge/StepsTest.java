package io.cleansight.inference.judge;

import static io.cleansight.inference.judge.Kitchen.AT_BASIN;
import static io.cleansight.inference.judge.Kitchen.AT_DISPENSER;
import static io.cleansight.inference.judge.Kitchen.AT_DOOR;
import static io.cleansight.inference.judge.Kitchen.AT_WORK;
import static io.cleansight.inference.judge.Kitchen.BASIN;
import static io.cleansight.inference.judge.Kitchen.DISPENSER;
import static io.cleansight.inference.judge.Kitchen.ENTRANCE;
import static io.cleansight.inference.judge.Kitchen.ON_FLOOR;
import static io.cleansight.inference.judge.Kitchen.WORK;
import static io.cleansight.inference.judge.Kitchen.room;
import static io.cleansight.inference.judge.Kitchen.seenFirst;
import static io.cleansight.inference.judge.Kitchen.withEntrance;
import static io.cleansight.inference.judge.Kitchen.withoutEntrance;
import static io.cleansight.inference.judge.Kitchen.zone;
import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.inference.zone.CompletedStep;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The order of steps is judged only of who was seen from the door, or from the basin, on. */
class StepsTest {
  @Test
  void whoCameThroughTheDoorAndDidNothingHasNotWashedAndNotSanitised() {
    var kitchen = seenFirst(withEntrance(), AT_DOOR).stays(1).walksTo(AT_WORK).stays(2);
    assertThat(kitchen.opened()).containsExactly("no_handwash", "no_sanitize");
    assertThat(kitchen.entries).containsExactly("violating");
  }

  @Test
  void whoDidAllInOrderIsCompliant() {
    var kitchen =
        seenFirst(withEntrance(), AT_DOOR)
            .walksTo(AT_BASIN)
            .stays(20)
            .walksTo(AT_DISPENSER)
            .stays(4)
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.opened()).isEmpty();
    assertThat(kitchen.entries).containsExactly("compliant");
  }

  @Test
  void whoIsFirstSeenAtWorkEnteredItUnknown() {
    var kitchen = seenFirst(withEntrance(), AT_WORK).stays(5);
    assertThat(kitchen.opened()).isEmpty();
    assertThat(kitchen.entries).containsExactly("unknown");
  }

  @Test
  void whereNothingIsAskedForNoEntryIsCounted() {
    var kitchen = seenFirst(room(ENTRANCE, WORK), AT_DOOR).stays(1).walksTo(AT_WORK).stays(2);
    assertThat(kitchen.entries).isEmpty();
  }

  @Test
  void whoLeavesWorkEndsWhatTheyAreChargedWith() {
    var kitchen = seenFirst(withEntrance(), AT_DOOR).stays(1).walksTo(AT_WORK).stays(2);
    assertThat(kitchen.closed()).isEmpty();
    kitchen.walksTo(ON_FLOOR).stays(3);
    assertThat(kitchen.closed()).containsExactly("no_handwash", "no_sanitize");
    kitchen.walksTo(AT_BASIN).stays(5).walksTo(AT_WORK).stays(2);
    assertThat(kitchen.opened())
        .containsExactly("no_handwash", "no_sanitize", "short_handwash", "no_sanitize");
    kitchen.walksTo(ON_FLOOR).stays(3);
    assertThat(kitchen.closed())
        .containsExactly("no_handwash", "no_sanitize", "no_sanitize", "short_handwash");
    assertThat(kitchen.entries).containsExactly("violating", "violating");
  }

  @Test
  void whatHoldsWhileAtWorkEndsWhenLastSeenThere() {
    var kitchen = seenFirst(withEntrance(), AT_DOOR).stays(1).walksTo(AT_WORK).stays(2);
    Instant before = kitchen.now();
    kitchen.walksTo(ON_FLOOR).stays(3);
    // Nine steps within the work area, the first at once.
    assertThat(kitchen.changes.getLast().closedAt()).isEqualTo(before.plusMillis(8 * 200));
  }

  @Test
  void whenTheRoomChangesWhatWasNotAskedForIsUnknown() {
    var kitchen =
        seenFirst(room(ENTRANCE, BASIN, WORK), AT_DOOR)
            .walksTo(AT_BASIN)
            .stays(25)
            .walksTo(AT_DISPENSER)
            .stays(5)
            .roomBecomes(withEntrance())
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.opened()).isEmpty();
    assertThat(kitchen.entries).containsExactly("unknown");
  }

  @Test
  void whenTheRoomChangesWhatWasSeenCountsNevertheless() {
    var kitchen =
        seenFirst(withEntrance(), AT_DOOR)
            .walksTo(AT_BASIN)
            .stays(25)
            .walksTo(AT_DISPENSER)
            .stays(5)
            .roomBecomes(
                room(ENTRANCE, BASIN, DISPENSER, zone("new", ZoneType.WORK_AREA.word(), 0.6, 1, 0)))
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.entries).containsExactly("compliant");
  }

  @Test
  void aClockSetBackByMoreThanASecondMakesEverythingUnknown() {
    var kitchen =
        seenFirst(withEntrance(), AT_DOOR)
            .walksTo(0.18)
            .clockIsSetBack(Duration.ofMillis(1201))
            .stays(2)
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.entries).containsExactly("unknown");
    assertThat(kitchen.opened()).isEmpty();
  }

  @Test
  void aClockSetBackByASecondChangesNothing() {
    var kitchen =
        seenFirst(withEntrance(), AT_DOOR)
            .walksTo(0.18)
            .clockIsSetBack(Duration.ofMillis(1200))
            .stays(2)
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.opened()).containsExactly("no_handwash", "no_sanitize");
  }

  @Test
  void withoutAnEntranceNobodyIsSaidNotToHaveWashed() {
    var kitchen = seenFirst(withoutEntrance(), ON_FLOOR).stays(1).walksTo(AT_WORK).stays(2);
    assertThat(kitchen.opened()).isEmpty();
    assertThat(kitchen.entries).containsExactly("unknown");
  }

  @Test
  void whoWashedAndWasHiddenForTwelveSecondsIsNotAccused() {
    for (var room : new io.cleansight.inference.zone.Room[] {withEntrance(), withoutEntrance()}) {
      var kitchen =
          seenFirst(room, AT_DOOR)
              .stays(1)
              .walksTo(AT_BASIN)
              .stays(25)
              .isHidden(12)
              .isUnseenUpTo(ON_FLOOR)
              .stays(1)
              .walksTo(AT_WORK)
              .stays(2);
      assertThat(kitchen.opened()).isEmpty();
      assertThat(kitchen.entries).containsExactly("unknown");
    }
  }

  @Test
  void whoWasHiddenAndFoundAgainIsNotAccused() {
    var kitchen =
        seenFirst(withEntrance(), AT_DOOR)
            .walksTo(0.18)
            .isHidden(8)
            .stays(1)
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.state.tracks().nextId()).isEqualTo(3);
    assertThat(kitchen.opened()).isEmpty();
  }

  @Test
  void whomTheTrackerFindsAgainAfterAGapOfFramesIsNotAccused() {
    var kitchen =
        seenFirst(withEntrance(), AT_DOOR)
            .walksTo(0.18)
            .isWithoutFrames(8)
            .stays(1)
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.state.tracks().nextId()).isEqualTo(2);
    assertThat(kitchen.opened()).isEmpty();
  }

  @Test
  void whoWalkedWhileCaptureStartedAnewIsNotAccused() {
    var kitchen =
        seenFirst(withoutEntrance(), AT_DOOR)
            .walksTo(AT_BASIN)
            .stays(25)
            .walksTo(AT_DISPENSER)
            .stays(5)
            .captureStartsAnew()
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.opened()).isEmpty();
  }

  @Test
  void fromTheBasinOnSanitisingMayBeJudged() {
    var kitchen =
        seenFirst(withoutEntrance(), 0.35)
            .stays(1)
            .walksTo(AT_BASIN)
            .stays(25)
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.opened()).containsExactly("no_sanitize");
  }

  @Test
  void aWashWhoseBeginningWasNotSeenIsNotSaidToBeShort() {
    var kitchen =
        seenFirst(withoutEntrance(), AT_BASIN)
            .stays(8)
            .walksTo(AT_DISPENSER)
            .stays(5)
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.opened()).isEmpty();
  }

  @Test
  void aWashSeenFromItsBeginningIsShort() {
    var kitchen =
        seenFirst(withoutEntrance(), 0.35)
            .stays(1)
            .walksTo(AT_BASIN)
            .stays(8)
            .walksTo(AT_DISPENSER)
            .stays(5)
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.opened()).containsExactly("short_handwash");
  }

  @Test
  void walkingBetweenAdjoiningWorkAreasIsOneEntry() {
    var left = zone("left", ZoneType.WORK_AREA.word(), 0.6, 0.75, 1000);
    var right = zone("right", ZoneType.WORK_AREA.word(), 0.75, 1, 1000);
    var kitchen = seenFirst(room(ENTRANCE, BASIN, left, right), AT_DOOR).stays(1);
    for (int i = 0; i < 8; i++) {
      kitchen.walksTo(0.65).stays(3).walksTo(0.85).stays(3);
    }
    assertThat(kitchen.opened()).containsExactly("no_handwash");
    assertThat(kitchen.closed()).isEmpty();
    kitchen.walksTo(ON_FLOOR).stays(3);
    assertThat(kitchen.closed()).containsExactly("no_handwash");
  }

  @Test
  void twoBasinsInARowAreOneWash() {
    var first = zone("first", ZoneType.HANDWASH.word(), 0.2, 0.3, 3000);
    var second = zone("second", ZoneType.HANDWASH.word(), 0.3, 0.38, 3000);
    var kitchen =
        seenFirst(room(ENTRANCE, first, second, DISPENSER, WORK), AT_DOOR)
            .walksTo(0.25)
            .stays(12)
            .walksTo(0.34)
            .stays(12)
            .walksTo(AT_DISPENSER)
            .stays(5)
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.done)
        .extracting(CompletedStep::type)
        .containsExactly("handwash", "sanitize");
    assertThat(kitchen.done.getFirst().took()).isGreaterThan(Duration.ofSeconds(24));
    assertThat(kitchen.opened()).isEmpty();
  }

  @Test
  void aWashSeenByZoneAndModelIsOneAndAsLongAsItTook() {
    var kitchen =
        seenFirst(room(ENTRANCE, BASIN, WORK), AT_DOOR)
            .walksTo(AT_BASIN)
            .doing("handwashing")
            .stays(10)
            .doing()
            .walksTo(AT_WORK)
            .stays(2);
    assertThat(kitchen.done).extracting(CompletedStep::type).containsExactly("handwash");
    assertThat(kitchen.done.getFirst().took())
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(12));
    assertThat(kitchen.opened()).containsExactly("short_handwash");
  }
}
