package io.cleansight.rule;

import static io.cleansight.contracts.vocabulary.AlertState.ACKNOWLEDGED;
import static io.cleansight.contracts.vocabulary.AlertState.ESCALATED;
import static io.cleansight.contracts.vocabulary.AlertState.RAISED;
import static io.cleansight.contracts.vocabulary.AlertState.RESOLVED;
import static io.cleansight.contracts.vocabulary.AlertState.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.ViolationType;
import io.cleansight.event.AlertRule;
import io.cleansight.rule.body.RuleReader;
import io.cleansight.rule.condition.CameraVisibility;
import io.cleansight.rule.condition.FrameSeen;
import io.cleansight.rule.condition.ViolationRef;
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
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraAlertStateTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<Rule> RULES =
      DefaultRules.all().stream().map(RuleReader::read).flatMap(Optional::stream).toList();

  private final List<OpenAlert.Change> changes = new ArrayList<>();
  private CameraAlertState alertState = CameraAlertState.over("line-1");
  private int violations;

  @Test
  void theFifthMissingHairnetWithinTenMinutesRaisesOneAlert() {
    for (int minute = 0; minute < 4; minute++) {
      violation(minute * 60, ViolationType.NO_HAIRNET.word());
    }
    assertThat(changes).isEmpty();
    violation(240, ViolationType.NO_HAIRNET.word());
    violation(250, ViolationType.NO_HAIRNET.word());
    assertThat(states()).containsExactly(RAISED, UPDATED);
    assertThat(changes.getLast().alert().count()).isEqualTo(6);
    assertThat(raised().getFirst().windowStart()).isEqualTo(NOON);
    assertThat(raised().getFirst().raisedAt()).isEqualTo(NOON.plusSeconds(240));
  }

  @Test
  void fiveOverALongerTimeRaiseNone() {
    for (int i = 0; i < 20; i++) {
      violation(i * 151, ViolationType.NO_HAIRNET.word());
    }
    assertThat(changes).isEmpty();
  }

  @Test
  void threeUnwashedHandsWithinThirtySecondsRaiseOne() {
    violation(0, ViolationType.NO_HANDWASH.word());
    violation(10, ViolationType.NO_HANDWASH.word());
    violation(29, ViolationType.NO_HANDWASH.word());
    assertThat(changes).hasSize(1);
  }

  @Test
  void anAlertIsResolvedWhenItsWindowHasEmptiedAndTheNextIsAnother() {
    for (int i = 0; i < 5; i++) {
      violation(i, ViolationType.NO_HAIRNET.word());
    }
    advance(500);
    assertThat(changes).hasSize(1);
    advance(777);
    assertThat(changes).hasSize(2);
    assertThat(changes.getLast().alert().resolvedAt()).isEqualTo(NOON.plusSeconds(600));
    for (int i = 0; i < 5; i++) {
      violation(800 + i, ViolationType.NO_HAIRNET.word());
    }
    assertThat(changes).hasSize(3);
    assertThat(changes.getLast().alert().id()).isNotEqualTo(changes.getFirst().alert().id());
  }

  @Test
  void aRepeatedViolationCountsOnce() {
    UUID id = UUID.randomUUID();
    for (int i = 0; i < 10; i++) {
      take(
          alertState.violation(
              new ViolationRef(NOON, id, ViolationType.NO_HAIRNET.word()), NOON, site(RULES)));
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
    assertThat(changes.getFirst().alert().count()).isEqualTo(4);
    crowd(10, 2, rules);
    assertThat(changes).hasSize(2);
    assertThat(changes.getLast().alert().resolvedAt()).isEqualTo(NOON.plusSeconds(10));
  }

  @Test
  void nobodyThereIsToldFromACameraThatDoesNotSee() {
    List<Rule> rules = rules("no_detection", "{\"duration_seconds\": 60}", 0);
    crowd(0, 0, rules);
    health(30, CameraVisibility.BLIND, rules);
    crowd(61, 0, rules);
    assertThat(changes).isEmpty();
    health(70, CameraVisibility.SEES, rules);
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
      CameraVisibility visibility = second < 10 ? CameraVisibility.SEES : CameraVisibility.AWAY;
      health(second, visibility, rules);
    }
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().alert().windowStart()).isEqualTo(NOON.plusSeconds(10));
    assertThat(changes.getFirst().alert().raisedAt()).isEqualTo(NOON.plusSeconds(30));
    health(65, CameraVisibility.SEES, rules);
    assertThat(changes).hasSize(2);
  }

  @Test
  void whatIsSaidToLieWithinATimeDoes() {
    for (int i = 0; i < 24; i++) {
      violation(i * 100, ViolationType.NO_HAIRNET.word());
    }
    assertThat(changes.getFirst().alert().message("line-1"))
        .isEqualTo("line-1: 5 x no_hairnet within 400 s (rule: 5 within 600 s)");
    assertThat(changes.getFirst().alert().statement().code()).isEqualTo("violations");
    OpenAlert last = changes.getLast().alert();
    assertThat(last.statement().code()).isEqualTo("more_violations");
    assertThat(last.violationIds()).hasSize(24);
    assertThat(last.message("line-1"))
        .isEqualTo("line-1: 24 x no_hairnet, the first 5 within 400 s (rule: 5 within 600 s)");
  }

  @Test
  void afterAnAlertTheCooldownIsQuiet() {
    List<Rule> rules = rules("occupancy", "{\"max_people\": 0}", 100);
    for (int second = 0; second < 300; second++) {
      crowd(second, second % 2, rules);
    }
    assertThat(raised().stream().map(OpenAlert::raisedAt))
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
    assertThat(alertState.ruleStates()).isEmpty();
  }

  @Test
  void aRuleConcernsTheCamerasItNamesAndThoseWithItsLabels() {
    var rule =
        AlertRule.newBuilder(DefaultRules.all().getFirst())
            .setRuleType("occupancy")
            .setConditions("{\"max_people\": 0}")
            .setCameraIds(List.of("line-2", "line-3"))
            .setLabels(List.of("cold"))
            .build();
    Rule read = RuleReader.read(rule).orElseThrow();
    assertThat(read.concerns("line-1", Set.of("warm"))).isFalse();
    assertThat(read.concerns("line-3", Set.of())).isTrue();
    assertThat(read.concerns("line-1", Set.of("warm", "cold"))).isTrue();
  }

  @Test
  void aFrameAloneEndsNothingThatALateViolationMayProlong() {
    for (int i = 0; i < 5; i++) {
      violation(i * 100, ViolationType.NO_HAIRNET.word());
    }
    crowd(650, 1, RULES);
    alertState = alertState.seen(NOON.plusSeconds(650), NOON.plusSeconds(650));
    assertThat(alertState.settling())
        .isEqualTo(new CameraAlertState.Settling(NOON.plusSeconds(650), NOON.plusSeconds(652)));
    violation(599, ViolationType.NO_HAIRNET.word()); // was on its way in another topic
    advance(650);
    assertThat(states()).containsExactly(RAISED, UPDATED);
    advance(700);
    assertThat(changes.getLast().alert().resolvedAt()).isEqualTo(NOON.plusSeconds(700));
  }

  /** The last frame of a video may come before its last violations, and no other follows. */
  @Test
  void aFrameThatCameFirstEndsTheAlertThatIsRaisedAfterIt() {
    for (int i = 0; i < 5; i++) {
      violation(i, ViolationType.NO_HAIRNET.word());
    }
    crowd(3000, 1, RULES);
    for (int i = 0; i < 5; i++) {
      violation(
          1000 + i, ViolationType.NO_HAIRNET.word()); // ends the first alert, and raises another
    }
    alertState = alertState.seen(NOON.plusSeconds(3000), NOON.plusSeconds(3000));
    assertThat(alertState.settling()).isNotNull();
    advance(3000);
    assertThat(states()).containsExactly(RAISED, RESOLVED, RAISED, RESOLVED);
    assertThat(alertState.settling()).isNull();
  }

  @Test
  void aFrameThatEndsNothingIsNotRemembered() {
    alertState = alertState.seen(NOON.plusSeconds(3000), NOON);
    assertThat(alertState.settling()).isNull();
    for (int i = 0; i < 5; i++) {
      violation(i, ViolationType.NO_HAIRNET.word());
    }
    alertState = alertState.seen(NOON.plusMillis(599_999), NOON);
    assertThat(alertState.settling()).isNull();
    alertState = alertState.seen(NOON.plusSeconds(600), NOON);
    assertThat(alertState.settling()).isNotNull();
  }

  @Test
  void aCameraThatShowsNothingIsBlindAndNotOffline() {
    List<Rule> blind = rules("camera_blind", "{\"duration_seconds\": 10}", 0);
    List<Rule> offline = rules("camera_offline", "{\"duration_seconds\": 10}", 0);
    for (int second = 0; second <= 20; second += 5) {
      health(second, CameraVisibility.BLIND, offline);
    }
    assertThat(changes).isEmpty();
    alertState = CameraAlertState.over("line-1");
    for (int second = 0; second <= 20; second += 5) {
      health(second, CameraVisibility.BLIND, blind);
    }
    health(25, CameraVisibility.AWAY, blind);
    assertThat(states()).containsExactly(RAISED, RESOLVED);
  }

  @Test
  void whoStaysTooLongRaisesOneAlertUntilTheyLeave() {
    List<Rule> rules = rules("dwell", "{\"zone\": \"work_area\", \"max_seconds\": 30}", 0);
    for (int second = 0; second <= 40; second++) {
      crowd(second, second % 7 == 0 ? 0 : 1, rules); // the tracker loses people now and then
    }
    assertThat(states()).containsExactly(RAISED);
    assertThat(changes.getFirst().alert().windowStart()).isEqualTo(NOON.plusSeconds(1));
    for (int second = 41; second <= 50; second++) {
      crowd(second, 0, rules);
    }
    assertThat(states()).containsExactly(RAISED, RESOLVED);
  }

  @Test
  void whoLeavesTooSoonRaisesOneAndWhoOnlyPassesNone() {
    List<Rule> rules = rules("dwell", "{\"zone\": \"work_area\", \"min_seconds\": 20}", 0);
    crowd(0, 1, rules);
    for (int second = 1; second <= 10; second++) {
      crowd(second, 0, rules);
    }
    assertThat(changes).isEmpty();
    for (int second = 11; second <= 40; second++) {
      crowd(second, second <= 20 ? 1 : 0, rules);
    }
    assertThat(states()).containsExactly(RAISED, RESOLVED);
    assertThat(changes.getFirst().alert().raisedAt()).isEqualTo(NOON.plusSeconds(20));
  }

  @Test
  void tooFewWhoComplyRaiseOneOnceEnoughPeopleWereSeen() {
    List<Rule> rules =
        rules(
            "compliance_rate",
            "{\"item\": \"hairnet\", \"percent\": 80, \"duration_minutes\": 10, \"min_people\": 3}",
            0);
    verdicts(0, 0, "violating", rules);
    verdicts(1, 1, "violating", rules);
    assertThat(changes).isEmpty();
    verdicts(2, 2, "compliant", rules);
    assertThat(states()).containsExactly(RAISED);
    assertThat(changes.getFirst().alert().count()).isEqualTo(33);
    for (int second = 3; second < 20; second++) {
      verdicts(second, second, "unknown", rules);
      verdicts(second, second, "compliant", rules);
    }
    assertThat(states()).containsExactly(RAISED, RESOLVED);
    verdicts(700, 99, "violating", rules); // the window has moved on: one person only
    assertThat(changes).hasSize(2);
  }

  @Test
  void whatNobodyAcknowledgesInTimeIsEscalatedOnce() {
    List<Rule> rules = escalating();
    crowd(0, 1, rules);
    age(0);
    age(59);
    assertThat(changes).hasSize(1);
    age(60);
    age(999);
    assertThat(states()).containsExactly(RAISED, ESCALATED);
  }

  @Test
  void whatIsAcknowledgedIsNotEscalatedAndWhatAPersonResolvedSaysNoMore() {
    List<Rule> rules = escalating();
    crowd(0, 1, rules);
    UUID id = changes.getFirst().alert().id();
    age(0);
    take(alertState.decided(new AlertDecision(id, false, "ann", 7, NOON))); // of another version
    assertThat(changes).hasSize(1);
    take(alertState.decided(new AlertDecision(id, false, "ann", 0, NOON)));
    age(999);
    assertThat(states()).containsExactly(RAISED, ACKNOWLEDGED);
    take(alertState.decided(new AlertDecision(id, true, "bob", 1, NOON.plusSeconds(5))));
    assertThat(changes.getLast().alert().handling().by()).isEqualTo("bob");
    crowd(10, 3, rules);
    crowd(20, 0, rules);
    assertThat(states()).containsExactly(RAISED, ACKNOWLEDGED, RESOLVED);
    crowd(30, 1, rules);
    assertThat(states()).endsWith(RAISED);
  }

  @Test
  void aCameraThatIsGoneLeavesNothingOpen() {
    crowd(0, 1, rules("occupancy", "{\"max_people\": 0}", 0));
    take(alertState.gone(NOON.plusSeconds(9)));
    assertThat(states()).containsExactly(RAISED, RESOLVED);
    assertThat(alertState).isEqualTo(CameraAlertState.over("line-1"));
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
      violation(i, ViolationType.NO_HAIRNET.word());
    }
    var serde = CameraAlertState.serde();
    byte[] bytes = serde.serializer().serialize("changelog", alertState);
    assertThat(serde.deserializer().deserialize("changelog", bytes)).isEqualTo(alertState);
  }

  /** The slow, obvious oracle: an alert is due whenever some five lie within ten minutes. */
  @Property(tries = 300)
  void raisesIffSomeWindowIsFull(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 400) Integer> gaps) {
    alertState = CameraAlertState.over("line-1");
    changes.clear();
    var times = new ArrayList<Integer>();
    int at = 0;
    for (int gap : gaps) {
      at += gap;
      times.add(at);
      violation(at, ViolationType.NO_HAIRNET.word());
    }
    boolean due = false;
    for (int i = 4; i < times.size(); i++) {
      due |= times.get(i) - times.get(i - 4) < Duration.ofMinutes(10).toSeconds();
    }
    assertThat(!changes.isEmpty()).isEqualTo(due);
  }

  @Test
  void aViolationAheadOfItsTimeDoesNotMuteThoseThatFollow() {
    // Stamped 59 minutes ahead; the broker knows better, and no time passes by it.
    var ahead =
        new ViolationRef(NOON.plusSeconds(3540), new UUID(1, 0), ViolationType.NO_HAIRNET.word());
    take(alertState.violation(ahead, NOON, site(RULES)));
    for (int i = 0; i < 5; i++) {
      violation(i, ViolationType.NO_HAIRNET.word());
    }
    assertThat(raised()).hasSize(1);
    assertThat(raised().getFirst().raisedAt()).isEqualTo(NOON.plusSeconds(4));
  }

  /** The slow, obvious oracle again: in whatever order they come. */
  @Property(tries = 300)
  void inAnyOrderRaisesIffSomeWindowIsFull(
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 1800) Integer> times) {
    alertState = CameraAlertState.over("line-1");
    changes.clear();
    times.forEach(at -> violation(at, ViolationType.NO_HAIRNET.word()));
    var sorted = times.stream().sorted().toList();
    boolean due = false;
    for (int i = 4; i < sorted.size(); i++) {
      due |= sorted.get(i) - sorted.get(i - 4) < Duration.ofMinutes(10).toSeconds();
    }
    assertThat(!raised().isEmpty()).isEqualTo(due);
  }

  @Test
  void twoShortStaysThatBeganInOneFrameAreTwoAlerts() {
    List<Rule> rules = rules("dwell", "{\"zone\": \"work_area\", \"min_seconds\": 20}", 0);
    crowd(0, 2, rules);
    crowd(5, 2, rules);
    for (int second = 6; second <= 20; second++) {
      crowd(second, 0, rules);
    }
    assertThat(raised().stream().map(OpenAlert::id).distinct()).hasSize(2);
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
    var seen = IntStream.range(0, people).mapToObj(track -> person(track, "work_area")).toList();
    take(
        alertState.frame(
            new FrameSeen(NOON.plusSeconds(second), NOON, seen),
            NOON.plusSeconds(second),
            site(rules)));
  }

  private static List<Rule> escalating() {
    var rule =
        AlertRule.newBuilder(DefaultRules.all().getFirst())
            .setRuleType("occupancy")
            .setConditions("{\"max_people\": 0}")
            .setEscalateAfterSeconds(60)
            .build();
    return List.of(RuleReader.read(rule).orElseThrow());
  }

  private void verdicts(int second, long track, String verdict, List<Rule> rules) {
    var person = new FrameSeen.PersonSeen(track, Set.of(), Map.of("hairnet", verdict));
    take(
        alertState.frame(
            new FrameSeen(NOON.plusSeconds(second), NOON, List.of(person)),
            NOON.plusSeconds(second),
            site(rules)));
  }

  private void violation(int second, String type) {
    var ref = new ViolationRef(NOON.plusSeconds(second), new UUID(0, violations++), type);
    take(alertState.passed(ref.at(), ref.at(), site(RULES)));
    take(alertState.violation(ref, ref.at(), site(RULES)));
  }

  private void advance(int second) {
    take(alertState.passed(NOON.plusSeconds(second), NOON.plusSeconds(second), site(RULES)));
  }

  private void health(int second, CameraVisibility visibility, List<Rule> rules) {
    Instant at = NOON.plusSeconds(second);
    take(alertState.health(at, visibility, at, site(rules)));
  }

  private void age(int second) {
    take(alertState.aged(NOON.plusSeconds(second), Site.EMPTY));
  }

  private static Site site(List<Rule> rules) {
    return new Site(rules, Map.of(), Set.of(), List.of());
  }

  private void take(CameraAlertState.Transition outcome) {
    alertState = outcome.next();
    changes.addAll(outcome.changes());
  }

  private List<OpenAlert> raised() {
    return changes.stream()
        .filter(it -> it.state() == RAISED)
        .map(OpenAlert.Change::alert)
        .toList();
  }

  private List<AlertState> states() {
    return changes.stream().map(OpenAlert.Change::state).toList();
  }

  private static FrameSeen.PersonSeen person(long track, String zone) {
    return new FrameSeen.PersonSeen(track, Set.of(zone), Map.of());
  }
}
