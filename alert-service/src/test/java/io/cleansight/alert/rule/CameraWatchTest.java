package io.cleansight.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Words;
import io.cleansight.event.AlertRule;
import io.cleansight.messaging.JsonSerde;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraWatchTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<Rule> RULES =
      DefaultRules.all().stream().map(RuleReader::read).flatMap(Optional::stream).toList();

  private final List<CameraWatch.OpenAlert> changes = new ArrayList<>();
  private CameraWatch watch = CameraWatch.over("line-1");
  private int violations;

  @Test
  void theFifthMissingHairnetWithinTenMinutesRaisesOneAlert() {
    for (int minute = 0; minute < 4; minute++) {
      violation(minute * 60, Words.NO_HAIRNET);
    }
    assertThat(changes).isEmpty();
    violation(240, Words.NO_HAIRNET);
    violation(250, Words.NO_HAIRNET);
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().windowStart()).isEqualTo(NOON);
    assertThat(changes.getFirst().raisedAt()).isEqualTo(NOON.plusSeconds(240));
  }

  @Test
  void fiveOverALongerTimeRaiseNone() {
    for (int i = 0; i < 20; i++) {
      violation(i * 151, Words.NO_HAIRNET);
    }
    assertThat(changes).isEmpty();
  }

  @Test
  void threeUnwashedHandsWithinThirtySecondsRaiseOne() {
    violation(0, Words.NO_HANDWASH);
    violation(10, Words.NO_HANDWASH);
    violation(29, Words.NO_HANDWASH);
    assertThat(changes).hasSize(1);
  }

  @Test
  void anAlertIsResolvedWhenItsWindowHasEmptiedAndTheNextIsAnother() {
    for (int i = 0; i < 5; i++) {
      violation(i, Words.NO_HAIRNET);
    }
    advance(500);
    assertThat(changes).hasSize(1);
    advance(601);
    assertThat(changes).hasSize(2);
    assertThat(changes.getLast().resolvedAt()).isEqualTo(NOON.plusSeconds(601));
    for (int i = 0; i < 5; i++) {
      violation(700 + i, Words.NO_HAIRNET);
    }
    assertThat(changes).hasSize(3);
    assertThat(changes.getLast().id()).isNotEqualTo(changes.getFirst().id());
  }

  @Test
  void aRepeatedViolationCountsOnce() {
    UUID id = UUID.randomUUID();
    for (int i = 0; i < 10; i++) {
      take(watch.violation(NOON, id, Words.NO_HAIRNET, RULES));
    }
    assertThat(changes).isEmpty();
  }

  @Test
  void tooManyPeopleInAZoneRaiseOneAlertForAsLongAsTheyStay() {
    List<Rule> rules =
        rules(
            "occupancy",
            "{\"zone\": \"work_area\", \"max_people\": 2, \"duration_seconds\": 5}",
            0);
    crowd(0, 3, rules);
    crowd(4, 3, rules);
    assertThat(changes).isEmpty();
    crowd(5, 4, rules);
    crowd(9, 3, rules);
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().count()).isEqualTo(4);
    crowd(10, 2, rules);
    assertThat(changes).hasSize(2);
    assertThat(changes.getLast().resolvedAt()).isEqualTo(NOON.plusSeconds(10));
  }

  @Test
  void nobodyThereIsToldFromACameraThatDoesNotSee() {
    List<Rule> rules = rules("no_detection", "{\"duration_seconds\": 60}", 0);
    crowd(0, 0, rules);
    take(watch.health(NOON.plusSeconds(30), false, rules));
    crowd(61, 0, rules);
    assertThat(changes).isEmpty();
    take(watch.health(NOON.plusSeconds(70), true, rules));
    crowd(71, 0, rules);
    crowd(130, 0, rules);
    assertThat(changes).isEmpty();
    crowd(131, 0, rules);
    assertThat(changes).hasSize(1);
    crowd(132, 1, rules);
    assertThat(changes).hasSize(2);
  }

  @Test
  void aCameraThatIsNotOnlineForSoLongRaisesOneUntilItIs() {
    List<Rule> rules = rules("camera_offline", "{\"duration_seconds\": 20}", 0);
    for (int second = 0; second <= 60; second += 5) {
      take(watch.health(NOON.plusSeconds(second), second < 10, rules));
    }
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().windowStart()).isEqualTo(NOON.plusSeconds(10));
    assertThat(changes.getFirst().raisedAt()).isEqualTo(NOON.plusSeconds(30));
    take(watch.health(NOON.plusSeconds(65), true, rules));
    assertThat(changes).hasSize(2);
  }

  @Test
  void afterAnAlertTheCooldownIsQuiet() {
    List<Rule> rules = rules("occupancy", "{\"max_people\": 0}", 100);
    for (int second = 0; second < 300; second++) {
      crowd(second, second % 2, rules);
    }
    assertThat(
            changes.stream()
                .filter(it -> it.resolvedAt() == null)
                .map(CameraWatch.OpenAlert::raisedAt))
        .containsExactly(NOON.plusSeconds(1), NOON.plusSeconds(101), NOON.plusSeconds(201));
  }

  @Test
  void aRuleThatIsTakenAwayEndsWhatItBegan() {
    List<Rule> rules = rules("occupancy", "{\"max_people\": 0}", 0);
    crowd(0, 1, rules);
    crowd(1, 1, List.of());
    assertThat(changes).hasSize(1);
    crowd(2, 0, List.of());
    assertThat(changes).hasSize(2);
    assertThat(watch.standings()).isEmpty();
  }

  @Test
  void aRuleOfOtherCamerasChangesNothing() {
    var rule =
        AlertRule.newBuilder(DefaultRules.all().getFirst())
            .setRuleType("occupancy")
            .setConditions("{\"max_people\": 0}")
            .setCameraIds(List.of("line-2", "line-3"))
            .build();
    crowd(0, 5, List.of(RuleReader.read(rule).orElseThrow()));
    assertThat(changes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T06:00:00Z, true", // a Monday
    "2026-03-02T05:59:59Z, false",
    "2026-03-02T22:00:00Z, false",
    "2026-03-01T12:00:00Z, false", // a Sunday
  })
  void aScheduleHoldsFromItsBeginningToBeforeItsEnd(Instant at, boolean holds) {
    var schedule =
        new Schedule(
            Set.of(DayOfWeek.MONDAY), LocalTime.of(6, 0), LocalTime.of(22, 0), ZoneOffset.UTC);
    assertThat(schedule.holds(at)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T23:00:00Z, true",
    "2026-03-03T05:59:59Z, true", // still of Monday's night
    "2026-03-03T22:00:00Z, false",
    "2026-03-02T05:00:00Z, false", // of Sunday's
  })
  void aScheduleOverMidnightIsOfTheDayOnWhichItBegan(Instant at, boolean holds) {
    var schedule =
        new Schedule(
            Set.of(DayOfWeek.MONDAY), LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC);
    assertThat(schedule.holds(at)).isEqualTo(holds);
  }

  @Test
  void aWatchComesBackFromItsChangelogAsItWas() {
    List<Rule> rules = rules("occupancy", "{\"zone\": \"work_area\", \"max_people\": 1}", 7);
    crowd(0, 3, rules);
    for (int i = 0; i < 5; i++) {
      violation(i, Words.NO_HAIRNET);
    }
    var serde = new JsonSerde<>(CameraWatch.class);
    byte[] bytes = serde.serializer().serialize("changelog", watch);
    assertThat(serde.deserializer().deserialize("changelog", bytes)).isEqualTo(watch);
  }

  /** The slow, obvious oracle: an alert is due whenever some five lie within ten minutes. */
  @Property(tries = 300)
  void raisesIffSomeWindowIsFull(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 400) Integer> gaps) {
    watch = CameraWatch.over("line-1");
    changes.clear();
    var times = new ArrayList<Integer>();
    int at = 0;
    for (int gap : gaps) {
      at += gap;
      times.add(at);
      violation(at, Words.NO_HAIRNET);
    }
    boolean due = false;
    for (int i = 4; i < times.size(); i++) {
      due |= times.get(i) - times.get(i - 4) < Duration.ofMinutes(10).toSeconds();
    }
    assertThat(!changes.isEmpty()).isEqualTo(due);
  }

  private static List<Rule> rules(String type, String conditions, int cooldown) {
    var rule =
        AlertRule.newBuilder(DefaultRules.all().getFirst())
            .setRuleType(type)
            .setConditions(conditions)
            .setCooldownSeconds(cooldown)
            .build();
    return List.of(RuleReader.read(rule).orElseThrow());
  }

  private void crowd(int second, int people, List<Rule> rules) {
    var crowd = new CameraWatch.Crowd(people, Map.of("work_area", people));
    take(watch.frame(NOON.plusSeconds(second), crowd, rules));
  }

  private void violation(int second, String type) {
    var id = new UUID(0, violations++);
    take(watch.violation(NOON.plusSeconds(second), id, type, RULES));
  }

  private void advance(int second) {
    take(watch.frame(NOON.plusSeconds(second), new CameraWatch.Crowd(1, Map.of()), RULES));
  }

  private void take(CameraWatch.Outcome outcome) {
    watch = outcome.next();
    changes.addAll(outcome.changed());
  }
}
