package io.cleansight.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.AlertRule;
import io.cleansight.rule.body.RuleReader;
import io.cleansight.rule.condition.ConditionResult;
import io.cleansight.rule.condition.ConditionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertStageTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID ALERT = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final Rule RULE =
      RuleReader.read(
              AlertRule.newBuilder(DefaultRules.all().getFirst())
                  .setEscalateAfterSeconds(60)
                  .build())
          .orElseThrow();
  private static final SilenceWindow SILENCE =
      new SilenceWindow(
          UUID.randomUUID(),
          false,
          Set.of(),
          Set.of(),
          Set.of(),
          NOON,
          NOON.plus(Duration.ofHours(1)),
          null);

  /** From where, what, to where. */
  private static final Set<String> TABLE =
      new TreeSet<>(
          List.of(
              "NEW raised OPEN",
              "NEW raised SILENCED",
              "SILENCED updated SILENCED",
              "SILENCED unsilenced OPEN",
              "SILENCED acknowledged SILENCED_ACKNOWLEDGED",
              "SILENCED resolved RESOLVED",
              "SILENCED_ACKNOWLEDGED updated SILENCED_ACKNOWLEDGED",
              "SILENCED_ACKNOWLEDGED unsilenced ACKNOWLEDGED",
              "SILENCED_ACKNOWLEDGED acknowledged SILENCED_ACKNOWLEDGED",
              "SILENCED_ACKNOWLEDGED resolved RESOLVED",
              "OPEN updated OPEN",
              "OPEN acknowledged ACKNOWLEDGED",
              "OPEN escalated ESCALATED",
              "OPEN resolved RESOLVED",
              "ESCALATED updated ESCALATED",
              "ESCALATED acknowledged ACKNOWLEDGED",
              "ESCALATED resolved RESOLVED",
              "ACKNOWLEDGED updated ACKNOWLEDGED",
              "ACKNOWLEDGED acknowledged ACKNOWLEDGED",
              "ACKNOWLEDGED resolved RESOLVED"));

  @Test
  void everyChangeOfTheTableIsAllowedAndNoOther() {
    Map<AlertStage, OpenAlert> alerts = oneAtEachStage();
    var allowed = new TreeSet<String>();
    for (AlertStage from : AlertStage.values()) {
      for (AlertState state : AlertState.values()) {
        alerts.forEach(
            (to, alert) -> {
              String named = from + " " + state.word() + " " + to;
              if (TABLE.contains(named)) {
                allowed.add(name(new OpenAlert.Change(from, state, alert)));
              } else {
                assertThatIllegalStateException()
                    .as(named)
                    .isThrownBy(() -> new OpenAlert.Change(from, state, alert))
                    .withMessageContaining("cannot be " + state.word() + ", from " + from);
              }
            });
      }
    }
    assertThat(allowed).isEqualTo(TABLE);
  }

  /** Whatever happens to an alert, in whatever order. */
  @Test
  void everyChangeOfTheTableHappensAndNoOther() {
    var seen = new TreeSet<String>();
    var next = new ArrayDeque<>(List.of(raised(false), raised(true)));
    while (!next.isEmpty()) {
      OpenAlert.Change change = next.remove();
      if (seen.add(name(change))) {
        next.addAll(changes(change.alert()));
      }
    }
    assertThat(seen).isEqualTo(TABLE);
  }

  private static Map<AlertStage, OpenAlert> oneAtEachStage() {
    var alerts = new EnumMap<AlertStage, OpenAlert>(AlertStage.class);
    var next = new ArrayDeque<>(List.of(raised(false), raised(true)));
    while (!next.isEmpty()) {
      OpenAlert alert = next.remove().alert();
      if (alerts.putIfAbsent(AlertStage.of(alert), alert) == null) {
        next.addAll(changes(alert));
      }
    }
    assertThat(alerts).hasSize(AlertStage.values().length - 1); // none is NEW once it is raised
    return alerts;
  }

  private static OpenAlert.Change raised(boolean silenced) {
    var holds = new ConditionResult.Holds(ConditionState.NOTHING, NOON, NOON, 1, List.of());
    Optional<SilenceWindow> silence = silenced ? Optional.of(SILENCE) : Optional.empty();
    return OpenAlert.Change.raised(OpenAlert.raised(ALERT, RULE, holds, NOON, silence));
  }

  /** All that is told of an alert when the camera, a person, or time says something. */
  private static List<OpenAlert.Change> changes(OpenAlert alert) {
    if (alert.resolvedAt() != null && !alert.isClosed()) {
      return List.of(); // nobody keeps it
    }
    Instant late = NOON.plus(Duration.ofMinutes(30));
    Instant muchLater = NOON.plus(Duration.ofHours(12));
    Stream<OpenAlert.Step> steps =
        Stream.of(
            alert.decided(decision(false)),
            alert.decided(decision(true)),
            alert.aged(Optional.of(SILENCE), late),
            alert.aged(Optional.empty(), late),
            alert.aged(Optional.empty(), muchLater));
    return Stream.concat(steps.flatMap(it -> it.changes().stream()), ofTheCondition(alert).stream())
        .toList();
  }

  /** As {@link RuleState} asks, which says nothing of what a person closed. */
  private static List<OpenAlert.Change> ofTheCondition(OpenAlert alert) {
    var before = new RuleState(ConditionState.NOTHING, null, alert);
    var here = new RuleState.Circumstances("line-1", RULE, true, NOON, Site.EMPTY);
    var changes = new ArrayList<OpenAlert.Change>();
    var more = new ConditionResult.Holds(ConditionState.NOTHING, NOON, NOON, 2, List.of());
    var over = new ConditionResult.Clear(ConditionState.NOTHING, NOON.plusSeconds(5));
    var _ = before.after(more, here, changes);
    var _ = before.after(over, here, changes);
    return changes;
  }

  private static AlertDecision decision(boolean resolves) {
    return new AlertDecision(ALERT, resolves, "chef", null, NOON.plusSeconds(1));
  }

  private static String name(OpenAlert.Change change) {
    return change.from() + " " + change.state().word() + " " + AlertStage.of(change.alert());
  }
}
