package io.cleansight.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
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
      say(live, "line-1", Words.ONLINE, 0);
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
      var silence = Events.silence(Words.SILENCE, "line-1", NOON, NOON.plusSeconds(60));
      live.append(Topics.SILENCES, silence.getSilenceId().toString(), silence, NOON);
      for (int second = 0; second <= 90; second += 5) {
        say(live, "line-1", "offline", second);
      }
      assertThat(live.alerts())
          .extracting(Alert::getState)
          .containsExactly(Words.RAISED, Words.UNSILENCED);
      assertThat(live.alerts())
          .extracting(it -> it.getSilenceId() == null)
          .containsExactly(false, true);
    }
  }

  @Test
  void maintenanceDoesNotEraseACooldown() {
    try (var live = new Live(NOON, Duration.ZERO)) {
      set(live, AlertRule.newBuilder(OFFLINE).setCooldownSeconds(3600).build());
      var maintenance =
          Events.silence(Words.MAINTENANCE, "line-1", NOON.plusSeconds(20), NOON.plusSeconds(40));
      live.append(Topics.SILENCES, maintenance.getSilenceId().toString(), maintenance, NOON);
      say(live, "line-1", "offline", 0);
      say(live, "line-1", Words.ONLINE, 10);
      say(live, "line-1", Words.ONLINE, 30);
      say(live, "line-1", "offline", 50);
      assertThat(states(live)).containsExactly(Words.RAISED, Words.RESOLVED);
    }
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
