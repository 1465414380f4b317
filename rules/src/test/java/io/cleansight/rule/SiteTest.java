package io.cleansight.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.vocabulary.SilenceKind;
import io.cleansight.event.AlertRule;
import io.cleansight.event.RuleSchedule;
import io.cleansight.event.Silence;
import io.cleansight.rule.body.RuleReader;
import io.cleansight.rule.body.SilenceWindowReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How a site is set; with silences and maintenance windows. */
class SiteTest {
  /** A Sunday. */
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final Instant EVENING = Instant.parse("2026-03-01T18:00:00Z");
  private static final UUID RULE = DefaultRules.all().getFirst().getRuleId();
  private static final UUID OTHER = DefaultRules.all().getLast().getRuleId();

  @Test
  void aRuleConcernsItsCamerasAndThoseOfItsLabels() {
    Rule all = rule(it -> it);
    Rule one = rule(it -> it.setRuleId(UUID.randomUUID()).setCameraIds(List.of("line-1")));
    Rule labelled = rule(it -> it.setRuleId(UUID.randomUUID()).setLabels(List.of("cold")));
    var site =
        new Site(
            List.of(all, one, labelled), Map.of("line-2", Set.of("cold")), Set.of(), List.of());
    assertThat(site.rulesOf("line-1")).containsExactly(all, one);
    assertThat(site.rulesOf("line-2")).containsExactly(all, labelled);
    assertThat(site.rulesOf("line-3")).containsExactly(all);
    assertThat(site.rule(one.id())).contains(one);
    assertThat(site.rule(UUID.randomUUID())).isEmpty();
  }

  @Test
  void camerasThatWereWithdrawnAreGone() {
    var site = new Site(List.of(), Map.of(), Set.of("line-1"), List.of());
    assertThat(site.isGone("line-1")).isTrue();
    assertThat(site.isGone("line-2")).isFalse();
  }

  @Test
  void aSilenceCoversFromItsBeginningToBeforeItsEnd() {
    SilenceWindow silence = silence(it -> it);
    var site = site(silence);
    assertThat(site.silence(RULE, "line-1", NOON.minusMillis(1))).isEmpty();
    assertThat(site.silence(RULE, "line-1", NOON)).contains(silence);
    assertThat(site.silence(RULE, "line-1", EVENING.minusMillis(1))).contains(silence);
    assertThat(site.silence(RULE, "line-1", EVENING)).isEmpty();
  }

  @Test
  void aSilenceCoversTheRulesCamerasAndLabelsThatItNames() {
    SilenceWindow ofRule = silence(it -> it.setRuleIds(List.of(RULE)));
    assertThat(site(ofRule).silence(RULE, "line-1", NOON)).contains(ofRule);
    assertThat(site(ofRule).silence(OTHER, "line-1", NOON)).isEmpty();
    SilenceWindow ofCamera = silence(it -> it.setCameraIds(List.of("line-1")));
    assertThat(site(ofCamera).silence(RULE, "line-1", NOON)).contains(ofCamera);
    assertThat(site(ofCamera).silence(RULE, "line-2", NOON)).isEmpty();
    SilenceWindow ofLabel = silence(it -> it.setLabels(List.of("cold")));
    assertThat(site(ofLabel).silence(RULE, "line-2", NOON)).contains(ofLabel);
    assertThat(site(ofLabel).silence(RULE, "line-1", NOON)).isEmpty();
  }

  @Test
  void maintenanceIsNoSilenceAndASilenceIsNoMaintenance() {
    var maintained = site(silence(it -> it.setKind(SilenceKind.MAINTENANCE.word())));
    assertThat(maintained.isUnderMaintenance(RULE, "line-1", NOON)).isTrue();
    assertThat(maintained.isUnderMaintenance(RULE, "line-1", EVENING)).isFalse();
    assertThat(maintained.silence(RULE, "line-1", NOON)).isEmpty();
    assertThat(site(silence(it -> it)).isUnderMaintenance(RULE, "line-1", NOON)).isFalse();
  }

  @Test
  void manyCamerasAreSilencedIfEachIsUntilTheFirstIsNoMore() {
    SilenceWindow first = silence(it -> it.setCameraIds(List.of("line-1")));
    SilenceWindow second =
        silence(
            it -> it.setCameraIds(List.of("line-2")).setEndsAt(EVENING.minus(Duration.ofHours(1))));
    var site = site(first, second);
    assertThat(site.silence(RULE, List.of("line-1", "line-2"), NOON)).contains(second);
    assertThat(site.silence(RULE, List.of("line-2", "line-1"), NOON)).contains(second);
    assertThat(site.silence(RULE, List.of("line-1"), NOON)).contains(first);
    assertThat(site.silence(RULE, List.of("line-1", "line-3"), NOON)).isEmpty();
  }

  @Test
  void aSilenceWithAScheduleHoldsAtItsHoursAlone() {
    SilenceWindow sundays = silence(it -> it.setSchedule(hours("sunday", "13:00", "14:00")));
    var site = site(sundays);
    assertThat(site.silence(RULE, "line-1", NOON)).isEmpty();
    assertThat(site.silence(RULE, "line-1", NOON.plus(Duration.ofMinutes(90)))).contains(sundays);
    assertThat(sundays.until(NOON.plus(Duration.ofMinutes(90))))
        .isEqualTo(NOON.plus(Duration.ofHours(2)));
    SilenceWindow late = silence(it -> it.setSchedule(hours("sunday", "13:00", "23:00")));
    assertThat(late.until(NOON.plus(Duration.ofMinutes(90)))).isEqualTo(EVENING);
    assertThat(silence(it -> it).until(NOON)).isEqualTo(EVENING);
  }

  private static Site site(SilenceWindow... silences) {
    return new Site(List.of(), Map.of("line-2", Set.of("cold")), Set.of(), List.of(silences));
  }

  private static Rule rule(UnaryOperator<AlertRule.Builder> change) {
    return RuleReader.read(
            change.apply(AlertRule.newBuilder(DefaultRules.all().getFirst())).build())
        .orElseThrow();
  }

  private static SilenceWindow silence(UnaryOperator<Silence.Builder> change) {
    return SilenceWindowReader.read(
        change
            .apply(
                Silence.newBuilder()
                    .setSilenceId(UUID.randomUUID())
                    .setKind(SilenceKind.SILENCE.word())
                    .setCameraIds(List.of())
                    .setLabels(List.of())
                    .setRuleIds(List.of())
                    .setStartsAt(NOON)
                    .setEndsAt(EVENING)
                    .setComment("for the test")
                    .setCreatedBy("test"))
            .build());
  }

  private static RuleSchedule hours(String day, String from, String to) {
    return RuleSchedule.newBuilder()
        .setDays(List.of(day))
        .setFrom(from)
        .setTo(to)
        .setTimeZone("UTC")
        .build();
  }
}
