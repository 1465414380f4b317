package io.cleansight.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Activity;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Review;
import io.cleansight.event.Silence;
import io.cleansight.event.Violation;
import io.cleansight.rehearsal.Period;
import io.cleansight.rehearsal.Rehearsal;
import io.cleansight.rule.Rule;
import io.cleansight.rule.Site;
import io.cleansight.rule.body.RuleReader;
import io.cleansight.rule.body.SilenceWindowReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The dry run of a rule says what the topology, fed with the same records, does. */
class DryRunTest {
  private static final Instant NOON = Histories.NOON;

  /** Longer than anything may be ahead of the broker; off the beat of what is due. */
  private static final Duration AFTERWARDS = Duration.ofMillis(400_250);

  private record Appended(String camera, SpecificRecord event, Instant at) {}

  private record Seen(
      String camera,
      List<String> members,
      Instant raised,
      @Nullable Instant resolved,
      int count,
      boolean silenced) {}

  @Provide
  Arbitrary<Histories.History> histories() {
    return Histories.all();
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void theDryRunEqualsTheLiveEngine(@ForAll("histories") Histories.History history) {
    AlertRule rule = history.rule().rule();
    List<Silence> silences = new ArrayList<>();
    history.silences().forEach(it -> silences.add(it.silence(silences.size())));
    var appended = new ArrayList<Appended>();
    Instant now = NOON;
    List<Alert> alerts;
    try (var live = new Live(NOON, Duration.ofHours(2))) {
      live.append(Topics.ALERT_RULES, rule.getRuleId().toString(), rule, NOON);
      for (Silence it : silences) {
        live.append(Topics.SILENCES, it.getSilenceId().toString(), it, NOON);
      }
      for (Histories.Step step : history.steps()) {
        now = now.plusSeconds(step.gap());
        SpecificRecord event =
            step.isDecision() ? decision(live.alerts(), step, now) : step.event(now);
        if (event != null) {
          String camera = event instanceof Review it ? it.getCameraId() : step.cameraId();
          appended.add(new Appended(camera, event, now));
          live.append(topic(event), camera, event, now);
        }
      }
      live.until(now.plus(AFTERWARDS));
      alerts =
          live.alerts().stream().filter(it -> it.getRuleId().equals(rule.getRuleId())).toList();
    }
    assertThat(rehearsed(rule, silences, appended, now.plus(AFTERWARDS))).isEqualTo(seen(alerts));
    collect(rule.getRuleType(), alerts);
  }

  /** What equals nothing but nothing proves nothing. */
  private static void collect(String type, List<Alert> alerts) {
    Statistics.label("alerts")
        .collect(!alerts.isEmpty())
        .coverage(it -> it.check(true).percentage(share -> share > 50));
    Statistics.label("types with alerts").collect(alerts.isEmpty() ? "none" : type);
    for (String state :
        List.of(
            AlertState.UPDATED.word(),
            AlertState.UNSILENCED.word(),
            AlertState.ESCALATED.word(),
            AlertState.RESOLVED.word())) {
      Statistics.label(state)
          .collect(alerts.stream().anyMatch(it -> it.getState().equals(state)))
          .coverage(it -> it.check(true).count(times -> times > 0));
    }
    Statistics.label("members")
        .collect(alerts.stream().anyMatch(it -> it.getMembers().size() > 1))
        .coverage(it -> it.check(true).count(times -> times > 0));
  }

  private static Map<UUID, Seen> rehearsed(
      AlertRule written, List<Silence> silences, List<Appended> appended, Instant end) {
    Rule rule = RuleReader.read(written).orElseThrow();
    var site =
        new Site(
            List.of(rule),
            Map.of(),
            Set.of(),
            silences.stream().map(SilenceWindowReader::read).toList());
    var rehearsal = new Rehearsal(rule, site, new Period(Instant.EPOCH, end));
    appended.forEach(it -> rehearsal.take(0, it.camera(), it.event(), it.at()));
    return rehearsal.end(true, false).alerts().stream()
        .collect(
            Collectors.toMap(
                Rehearsal.Raised::id,
                it ->
                    new Seen(
                        it.cameraId(),
                        it.members(),
                        it.raisedAt(),
                        it.resolvedAt(),
                        it.count(),
                        it.silenced())));
  }

  private static Map<UUID, Seen> seen(List<Alert> alerts) {
    var seen = new LinkedHashMap<UUID, Seen>();
    for (Alert it : alerts) {
      Seen before = seen.get(it.getAlertId());
      List<String> members =
          it.getMembers().isEmpty() ? List.of(it.getCameraId()) : it.getMembers();
      seen.put(
          it.getAlertId(),
          new Seen(
              it.getCameraId(),
              before != null && it.getMembers().isEmpty() ? before.members() : members,
              it.getRaisedAt(),
              it.getResolvedAt(),
              it.getCount(),
              before == null ? it.getSilenceId() != null : before.silenced()));
    }
    return seen;
  }

  /** About an alert that was raised before; null if there is none. */
  private static @Nullable Review decision(List<Alert> alerts, Histories.Step step, Instant now) {
    if (alerts.isEmpty()) {
      return null;
    }
    Alert about = alerts.get(step.what() % alerts.size());
    String status =
        step.what() % 3 == 0 ? AlertState.ACKNOWLEDGED.word() : AlertState.RESOLVED.word();
    return Events.review(about.getAlertId(), about.getCameraId(), status, now);
  }

  private static String topic(SpecificRecord event) {
    return switch (event) {
      case Violation _ -> Topics.VIOLATIONS;
      case Activity _ -> Topics.ACTIVITY;
      case Review _ -> Topics.REVIEWS;
      default -> Topics.CAMERA_HEALTH;
    };
  }
}
