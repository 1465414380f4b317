package io.cleansight.inference.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.inference.detection.Point;
import io.cleansight.inference.zone.Journey.Move;
import io.cleansight.inference.zone.Journey.Observed;
import io.cleansight.inference.zone.Journey.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JourneyTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Point DOOR = new Point(0.05, 0.5);
  private static final Point BASIN = new Point(0.25, 0.5);
  private static final Point DISPENSER = new Point(0.45, 0.5);
  private static final Point FLOOR = new Point(0.55, 0.5);
  private static final Point WORK = new Point(0.8, 0.5);
  private static final Room ROOM =
      room(
          zone("entrance", 0, 0.1, 0),
          zone("handwash", 0.2, 0.3, 3000),
          zone("sanitize", 0.4, 0.5, 4000),
          zone("work_area", 0.6, 1, 1000));

  private final List<CompletedStep> done = new ArrayList<>();
  private final List<String> entered = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private Journey journey = Journey.NEW;
  private Room room = ROOM;

  @Test
  void aStayCountsWhenItHasLastedForTheDwell() {
    at(0, FLOOR);
    at(200, BASIN);
    at(3199, BASIN);
    assertThat(entered).isEmpty();
    assertThat(journey.places()).isEmpty();
    at(3200, BASIN);
    assertThat(entered).containsExactly("handwash");
    assertThat(journey.places()).containsExactly("handwash");
    at(3400, BASIN);
    assertThat(entered).containsExactly("handwash");
  }

  @Test
  void whoIsOutOfAZoneForAMomentHasNotLeftIt() {
    at(0, BASIN);
    at(3000, BASIN);
    at(4500, FLOOR);
    assertThat(left).isEmpty();
    assertThat(done).isEmpty();
    at(4501, FLOOR);
    assertThat(left).containsExactly("handwash");
    assertThat(done)
        .containsExactly(new CompletedStep("handwash", at(0), Duration.ofSeconds(3), false));
    assertThat(journey.steps()).isEqualTo(done);
    assertThat(journey.places()).isEmpty();
  }

  @Test
  void whoDidNotStayForLongEnoughHasDoneNothing() {
    at(0, BASIN);
    at(2000, BASIN);
    at(4000, FLOOR);
    assertThat(done).isEmpty();
    assertThat(left).isEmpty();
    assertThat(journey.stays()).isEmpty();
  }

  @Test
  void zonesOfOneTypeAreOnePlace() {
    room = room(zone("handwash", 0.2, 0.3, 3000), zone("handwash", 0.3, 0.4, 5000));
    at(0, new Point(0.25, 0.5));
    at(1500, new Point(0.35, 0.5));
    at(3000, new Point(0.35, 0.5));
    assertThat(entered).isEmpty();
    at(4999, new Point(0.35, 0.5));
    assertThat(entered).isEmpty();
    at(5000, new Point(0.35, 0.5));
    assertThat(entered).containsExactly("handwash");
  }

  @Test
  void whereZonesOverlapTheShorterDwellCounts() {
    for (boolean shortFirst : new boolean[] {true, false}) {
      Zone brief = zone("handwash", 0.2, 0.3, 2000);
      Zone lasting = zone("handwash", 0.2, 0.3, 5000);
      room = shortFirst ? room(brief, lasting) : room(lasting, brief);
      journey = Journey.NEW;
      entered.clear();
      at(0, BASIN);
      at(1999, BASIN);
      assertThat(entered).isEmpty();
      at(2000, BASIN);
      assertThat(entered).containsExactly("handwash");
    }
  }

  @Test
  void theModelsWordCountsAfterASecond() {
    at(0, FLOOR, "handwash");
    at(999, FLOOR, "handwash");
    assertThat(entered).isEmpty();
    at(1000, FLOOR, "handwash");
    assertThat(entered).containsExactly("handwash");
    at(1200, FLOOR);
    at(2501, FLOOR);
    assertThat(done)
        .containsExactly(new CompletedStep("handwash", at(0), Duration.ofSeconds(1), false));
  }

  @Test
  void oneFalseWordMakesNoPasserByWash() {
    at(0, FLOOR);
    at(200, BASIN);
    at(400, BASIN, "handwash");
    at(1400, BASIN);
    at(2400, BASIN);
    at(2600, FLOOR);
    at(4600, FLOOR);
    assertThat(entered).isEmpty();
    assertThat(done).isEmpty();
  }

  @Test
  void wordsFarApartAreNotOneSecond() {
    at(0, BASIN, "handwash");
    at(1000, BASIN);
    at(1501, BASIN);
    at(1700, BASIN, "handwash");
    assertThat(entered).isEmpty();
    at(2699, BASIN, "handwash");
    assertThat(entered).isEmpty();
    at(2700, BASIN, "handwash");
    assertThat(entered).containsExactly("handwash");
    assertThat(journey.stays().values()).extracting(Stay::since).containsExactly(at(0));
  }

  @Test
  void aPauseOfTheWordUpToThatOfAZoneIsNone() {
    at(0, BASIN, "handwash");
    at(1500, BASIN);
    at(1501, BASIN, "handwash");
    assertThat(entered).containsExactly("handwash");
  }

  @Test
  void standingInTheZoneIsNotPaddedByTheModelsWord() {
    at(0, FLOOR, "handwash");
    at(500, BASIN, "handwash");
    at(600, BASIN);
    at(2200, BASIN);
    at(3499, BASIN);
    assertThat(entered).isEmpty();
    at(3500, BASIN);
    assertThat(entered).containsExactly("handwash");
  }

  @Test
  void aZoneLeftWhileTheModelSaysSoIsEnteredAnew() {
    at(0, BASIN);
    at(1400, FLOOR, "handwash");
    at(1501, FLOOR);
    at(2600, BASIN);
    at(3200, BASIN);
    assertThat(entered).isEmpty();
    at(5599, BASIN);
    assertThat(entered).isEmpty();
    at(5600, BASIN);
    assertThat(entered).containsExactly("handwash");
  }

  @Test
  void fromTheEntranceOnTheWayIsObserved() {
    at(0, FLOOR);
    assertThat(journey.observed()).isNull();
    at(200, DOOR);
    assertThat(journey.observed()).isEqualTo(new Observed(at(200), true));
    at(400, FLOOR);
    at(3400, DOOR);
    assertThat(journey.observed()).isEqualTo(new Observed(at(200), true));
  }

  @Test
  void fromACountedWashOnItIsTooButNotFromTheEntrance() {
    at(0, BASIN);
    at(2999, BASIN);
    assertThat(journey.observed()).isNull();
    at(3000, BASIN);
    assertThat(journey.observed()).isEqualTo(new Observed(at(0), false));
    at(3200, DOOR);
    assertThat(journey.observed()).isEqualTo(new Observed(at(0), true));
  }

  @Test
  void aWashAfterTheEntranceChangesNothingOfThat() {
    at(0, DOOR);
    at(200, BASIN);
    at(3200, BASIN);
    assertThat(journey.observed()).isEqualTo(new Observed(at(0), true));
  }

  @Test
  void sanitisingIsNoBeginning() {
    at(0, DISPENSER);
    at(3000, DISPENSER);
    at(4000, DISPENSER);
    assertThat(entered).containsExactly("sanitize");
    assertThat(journey.observed()).isNull();
  }

  @Test
  void whoIsOutOfSightForLongerThanTheShortestStepIsNotObserved() {
    at(0, DOOR);
    at(3000, FLOOR);
    assertThat(journey.observed()).isNotNull();
    at(6000, FLOOR);
    assertThat(journey.observed()).isNotNull();
    at(9001, FLOOR);
    assertThat(journey.observed()).isNull();
    assertThat(journey.steps()).extracting(CompletedStep::type).containsExactly("entrance");
  }

  @Test
  void whoIsFoundAgainAtTheEntranceIsObservedAnew() {
    at(0, DOOR);
    at(4000, DOOR);
    assertThat(journey.observed()).isEqualTo(new Observed(at(4000), true));
    assertThat(journey.steps())
        .containsExactly(new CompletedStep("entrance", at(0), Duration.ZERO, false));
  }

  @Test
  void anEntranceThatHadNotLastedLongEnoughIsForgotten() {
    room = room(zone("entrance", 0, 0.1, 1000), zone("handwash", 0.2, 0.3, 3000));
    at(0, DOOR);
    at(3001, DOOR);
    assertThat(journey.steps()).isEmpty();
    assertThat(journey.observed()).isNull();
    at(4001, DOOR);
    assertThat(journey.observed()).isEqualTo(new Observed(at(3001), true));
  }

  @Test
  void aWashIsWholeIfItsBeginningWasSeen() {
    at(0, FLOOR);
    at(3000, BASIN);
    at(6000, BASIN);
    at(7600, FLOOR);
    assertThat(done)
        .containsExactly(new CompletedStep("handwash", at(3000), Duration.ofSeconds(3), true));
  }

  @Test
  void aWashThatBeginsAfterAGapIsNot() {
    at(0, FLOOR);
    at(3001, BASIN);
    at(6001, BASIN);
    at(7600, FLOOR);
    assertThat(done).extracting(CompletedStep::whole).containsExactly(false);
  }

  @Test
  void aWashOfWhichAPartWasNotSeenIsOneAndNotWholeAndBeginsNothing() {
    at(0, FLOOR);
    at(200, BASIN);
    at(3200, BASIN);
    at(8000, BASIN);
    assertThat(journey.observed()).isNull();
    at(9000, BASIN);
    at(11000, FLOOR);
    assertThat(entered).containsExactly("handwash");
    assertThat(done)
        .containsExactly(new CompletedStep("handwash", at(200), Duration.ofMillis(8800), false));
    assertThat(journey.observed()).isNull();
  }

  @Test
  void aWashThatHadNotLastedLongEnoughBeginsAnewAfterAGap() {
    at(0, BASIN);
    at(2000, BASIN);
    at(6000, BASIN);
    at(8999, BASIN);
    assertThat(entered).isEmpty();
    at(9000, BASIN);
    assertThat(entered).containsExactly("handwash");
    assertThat(journey.observed()).isEqualTo(new Observed(at(6000), false));
  }

  @Test
  void whoIsHiddenAtWorkHasNotLeftIt() {
    at(0, WORK);
    at(1000, WORK);
    at(6000, WORK);
    assertThat(entered).containsExactly("work_area");
    assertThat(left).isEmpty();
    at(12000, FLOOR);
    assertThat(left).containsExactly("work_area");
  }

  @Test
  void whoIsSeenSeldomIsInAnAreaNevertheless() {
    at(0, WORK);
    at(5000, WORK);
    assertThat(entered).containsExactly("work_area");
  }

  @Test
  void aLineIsCrossedInAMoment() {
    room = room(line("entrance"), zone("handwash", 0.8, 0.9, 3000));
    at(0, FLOOR);
    assertThat(journey.observed()).isNull();
    at(200, new Point(0.65, 0.5));
    assertThat(entered).containsExactly("entrance");
    assertThat(journey.observed()).isEqualTo(new Observed(at(200), true));
  }

  @Test
  void howLongAgoTheEntranceWasCrossedIsNotKnownAfterAGap() {
    room = room(line("entrance"), zone("handwash", 0.8, 0.9, 3000));
    at(0, FLOOR);
    at(3001, new Point(0.65, 0.5));
    assertThat(entered).isEmpty();
    assertThat(journey.observed()).isNull();
  }

  @Test
  void anotherLineIsCrossedAllTheSame() {
    room = room(line("restricted"), zone("handwash", 0.8, 0.9, 3000));
    at(0, FLOOR);
    at(3001, new Point(0.65, 0.5));
    assertThat(entered).containsExactly("restricted");
  }

  @Test
  void whoIsGoneHasDoneWhatTheyWereDoing() {
    at(0, FLOOR);
    at(200, BASIN);
    at(3200, BASIN);
    at(3400, DISPENSER);
    Move gone = journey.gone();
    assertThat(gone.done())
        .containsExactly(new CompletedStep("handwash", at(200), Duration.ofSeconds(3), true));
    assertThat(gone.entered()).isEmpty();
    assertThat(gone.next().stays()).isEmpty();
    assertThat(gone.next().last()).isEqualTo(new Position(DISPENSER, at(3400)));
  }

  @Test
  void theLastFortyDeedsAreRemembered() {
    for (int i = 0; i < 41; i++) {
      at(i * 4000L, DOOR);
      at(i * 4000L + 2000, FLOOR);
    }
    assertThat(journey.steps()).hasSize(40);
    assertThat(journey.steps().getFirst().at()).isEqualTo(at(4000));
  }

  @Test
  void deedsAreToldInTheOrderInWhichTheyBegan() {
    room = room(zone("handwash", 0, 1, 0), zone("sanitize", 0.4, 0.5, 0));
    at(0, BASIN);
    at(200, DISPENSER);
    at(400, BASIN);
    at(2000, BASIN);
    assertThat(journey.steps()).extracting(CompletedStep::type).containsExactly("sanitize");
    assertThat(journey.all())
        .extracting(CompletedStep::type)
        .containsExactly("handwash", "sanitize");
    assertThat(journey.all().getFirst().took()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void placesAreInOrder() {
    room = room(zone("work_area", 0, 1, 0), zone("restricted", 0, 1, 0));
    at(0, FLOOR);
    assertThat(journey.places()).containsExactly("restricted", "work_area");
  }

  private Instant at(long millis) {
    return NOON.plusMillis(millis);
  }

  private void at(long millis, Point point, String... doing) {
    Move move = journey.to(at(millis), point, Set.copyOf(Arrays.asList(doing)), room);
    journey = move.next();
    done.addAll(move.done());
    entered.addAll(new TreeSet<>(move.entered()));
    move.done().forEach(step -> left.add(step.type()));
  }

  private static Room room(Zone... zones) {
    return new Room(List.of(zones), List.of(), Duration.ofSeconds(20), Duration.ofHours(1));
  }

  private static Zone line(String type) {
    return new Zone(type, type, List.of(new Point(0.6, 1), new Point(0.6, 0)), Duration.ofHours(1));
  }

  private static Zone zone(String type, double left, double right, long dwell) {
    return new Zone(
        type,
        type,
        List.of(new Point(left, 0), new Point(right, 0), new Point(right, 1), new Point(left, 1)),
        Duration.ofMillis(dwell));
  }
}
