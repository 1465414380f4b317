package io.cleansight.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.SilenceKind;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Person;
import io.cleansight.event.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTopologyTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final AlertRule OFFLINE = Events.rule("camera_offline", "{}").build();

  /** However far the clock of the instance is ahead or behind. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, -2})
  void silenceOfACameraIsDatedByTheBroker(int hoursAhead) {
    try (var live = new Live(NOON, Duration.ofHours(hoursAhead))) {
      set(live, OFFLINE);
      say(live, "line-1", CameraStatus.ONLINE.word(), 0);
      live.until(NOON.plusSeconds(30));
      assertThat(live.alerts())
          .singleElement()
          .satisfies(it -> assertThat(it.getRaisedAt()).isEqualTo(NOON.plusSeconds(15)));
    }
  }

  @Test
  void whatWasRaisedInASilenceIsToldWhenTheSilenceEnds() {
    try (var live = new Live(NOON, Duration.ZERO)) {
      set(live, OFFLINE);
      var silence =
          Events.silence(SilenceKind.SILENCE.word(), "line-1", NOON, NOON.plusSeconds(60));
      live.append(Topics.SILENCES, silence.getSilenceId().toString(), silence, NOON);
      for (int second = 0; second <= 90; second += 5) {
        say(live, "line-1", "offline", second);
      }
      assertThat(live.alerts())
          .extracting(Alert::getState)
          .containsExactly(AlertState.RAISED.word(), AlertState.UNSILENCED.word());
      assertThat(live.alerts())
          .extracting(it -> it.getSilenceId() == null)
          .containsExactly(false, true);
      assertThat(live.counted(AlertState.RAISED)).isEqualTo(1);
      assertThat(live.counted(AlertState.UNSILENCED)).isEqualTo(1);
      assertThat(live.counted(AlertState.RESOLVED)).isZero();
    }
  }

  @Test
  void maintenanceDoesNotEraseACooldown() {
    try (var live = new Live(NOON, Duration.ZERO)) {
      set(live, AlertRule.newBuilder(OFFLINE).setCooldownSeconds(3600).build());
      var maintenance =
          Events.silence(
              SilenceKind.MAINTENANCE.word(), "line-1", NOON.plusSeconds(20), NOON.plusSeconds(40));
      live.append(Topics.SILENCES, maintenance.getSilenceId().toString(), maintenance, NOON);
      say(live, "line-1", "offline", 0);
      say(live, "line-1", CameraStatus.ONLINE.word(), 10);
      say(live, "line-1", CameraStatus.ONLINE.word(), 30);
      say(live, "line-1", "offline", 50);
      assertThat(states(live))
          .containsExactly(AlertState.RAISED.word(), AlertState.RESOLVED.word());
    }
  }

  @Test
  void whatWasRaisedInASilenceThatIsWithdrawnIsToldAtOnceAndOnlyIfItHolds() {
    try (var live = new Live(NOON, Duration.ZERO)) {
      set(live, OFFLINE);
      var silence =
          Events.silence(SilenceKind.SILENCE.word(), "line-1", NOON, NOON.plusSeconds(3600));
      live.append(
          Topics.SILENCES,
          silence.getSilenceId().toString(),
          Silence.newBuilder(silence).setCameraIds(List.of("line-1", "line-2")).build(),
          NOON);
      say(live, "line-1", "offline", 0);
      say(live, "line-2", "offline", 0);
      say(live, "line-2", CameraStatus.ONLINE.word(), 5);
      live.withdraw(Topics.SILENCES, silence.getSilenceId().toString());
      say(live, "line-1", "offline", 10);
      say(live, "line-2", CameraStatus.ONLINE.word(), 10);
      live.until(NOON.plusSeconds(12));
      assertThat(live.alerts())
          .extracting(it -> it.getCameraId() + " " + it.getState())
          .containsExactly(
              "line-1 raised", "line-2 raised", "line-2 resolved", "line-1 unsilenced");
      assertThat(live.eventIds()).as("each is an event of its own").doesNotHaveDuplicates();
    }
  }

  @Test
  void aGroupThatAPersonResolvedSpeaksAgainForMembersThatComeLater() {
    try (var live = new Live(NOON, Duration.ZERO)) {
      set(live, AlertRule.newBuilder(OFFLINE).setGroupSeconds(4).build());
      say(live, "line-1", "offline", 0);
      live.until(NOON.plusSeconds(6));
      Alert first = live.alerts().getLast();
      var resolved =
          Events.review(
              first.getAlertId(),
              first.getCameraId(),
              AlertState.RESOLVED.word(),
              NOON.plusSeconds(7));
      live.append(Topics.REVIEWS, first.getCameraId(), resolved, NOON.plusSeconds(7));
      say(live, "line-1", "offline", 8);
      say(live, "line-2", "offline", 8);
      live.until(NOON.plusSeconds(14));
      assertThat(live.alerts())
          .extracting(it -> it.getState() + " " + it.getMembers())
          .containsExactly("raised [line-1]", "resolved [line-1]", "raised [line-2]");
      assertThat(live.alerts().getLast().getAlertId()).isNotEqualTo(first.getAlertId());
    }
  }

  @Test
  void twoShortStaysThatBeganInOneFrameAreTwoAlerts() {
    try (var live = new Live(NOON, Duration.ZERO)) {
      set(live, Events.rule("dwell", "{\"zone\": \"work_area\", \"min_seconds\": 20}").build());
      see(live, 0, Events.person(1, "work_area", ""), Events.person(2, "work_area", ""));
      see(live, 5, Events.person(1, "work_area", ""), Events.person(2, "work_area", ""));
      see(live, 12);
      assertThat(live.alerts())
          .filteredOn(it -> AlertState.RAISED.is(it.getState()))
          .hasSize(2)
          .extracting(Alert::getAlertId)
          .doesNotHaveDuplicates();
    }
  }

  /** It could not be so if a tick, or a record, read a camera's state. */
  @Test
  void statesOfCamerasAreDecodedWhenTheTaskBeginsAndNotAgain() {
    try (var live = new Live(NOON, Duration.ZERO)) {
      set(live, AlertRule.newBuilder(OFFLINE).setEscalateAfterSeconds(30).build());
      say(live, "line-1", "offline", 0);
      assertThat(states(live)).containsExactly(AlertState.RAISED.word());
      live.loseStores();
      say(live, "line-1", "offline", 10);
      say(live, "line-1", "offline", 20);
      live.until(NOON.plusSeconds(31));
      say(live, "line-1", CameraStatus.ONLINE.word(), 32);
      assertThat(states(live))
          .containsExactly(
              AlertState.RAISED.word(), AlertState.ESCALATED.word(), AlertState.RESOLVED.word());
    }
  }

  @Test
  void theStateOfACameraIsWrittenWhenItHasChangedAndOnlyThen() {
    try (var live = new Live(NOON, Duration.ZERO)) {
      set(live, AlertRule.newBuilder(OFFLINE).setEscalateAfterSeconds(3600).build());
      for (int second = 0; second < 60; second += 5) {
        say(live, "line-1", CameraStatus.ONLINE.word(), second);
      }
      assertThat(live.written()).isZero();
      say(live, "line-1", "offline", 60);
      assertThat(live.written()).isEqualTo(1);
      for (int second = 61; second < 120; second += 5) {
        say(live, "line-1", "offline", second);
      }
      live.until(NOON.plusSeconds(125));
      assertThat(live.written()).isEqualTo(1);
    }
  }

  private static void see(Live live, int second, Person... people) {
    Instant at = NOON.plusSeconds(second);
    live.append(Topics.ACTIVITY, "line-1", Events.frame("line-1", NOON, at, List.of(people)), at);
  }

  private static List<String> states(Live live) {
    return live.alerts().stream().map(Alert::getState).toList();
  }

  private static void set(Live live, AlertRule rule) {
    live.append(Topics.ALERT_RULES, rule.getRuleId().toString(), rule, NOON);
  }

  private static void say(Live live, String camera, String state, int second) {
    Instant at = NOON.plusSeconds(second);
    live.append(Topics.CAMERA_HEALTH, camera, Events.health(camera, state, at), at);
  }
}
