package io.cleansight.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.AlertRule;
import io.cleansight.rule.body.RuleReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupAlertStateTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Rule RULE =
      RuleReader.read(
              AlertRule.newBuilder(DefaultRules.all().getFirst())
                  .setRuleType("camera_offline")
                  .setConditions("{}")
                  .setGroupSeconds(10)
                  .setEscalateAfterSeconds(60)
                  .build())
          .orElseThrow();

  private final List<String> told = new ArrayList<>();
  private GroupAlertState group = GroupAlertState.EMPTY;

  @Test
  void twentyCamerasAtOnceAreOneAlertWithTwentyMembers() {
    for (int camera = 0; camera < 20; camera++) {
      take(group.joined("line-" + camera, at(camera / 4), at(camera / 4)));
    }
    take(group.aged(RULE, at(9), Site.EMPTY));
    assertThat(told).isEmpty();
    take(group.aged(RULE, at(10), Site.EMPTY));
    assertThat(told).containsExactly("raised line-0 20 of 20");
    take(group.aged(RULE, at(11), Site.EMPTY));
    assertThat(told).hasSize(1);
  }

  @Test
  void whatItCountsAreCamerasAndItsWordsSayNothingElse() {
    Rule rule =
        RuleReader.read(
                AlertRule.newBuilder(DefaultRules.all().getFirst()).setGroupSeconds(10).build())
            .orElseThrow();
    take(group.joined("a", at(0), at(0)));
    take(group.joined("b", at(5), at(5)));
    take(group.aged(rule, at(15), Site.EMPTY));
    OpenAlert open = group.open();
    assertThat(open).isNotNull();
    assertThat(open.count()).isEqualTo(2);
    assertThat(open.message("2 cameras (a, b)"))
        .startsWith("2 cameras (a, b): at least 5 x no_hairnet within ");
    assertThat(open.statement().code()).isEqualTo("violations_each");
  }

  @Test
  void whoComesLaterAndWhoLeavesChangesItAndTheLastEndsIt() {
    take(group.joined("a", at(0), at(0)));
    take(group.aged(RULE, at(10), Site.EMPTY));
    take(group.joined("b", at(11), at(11)));
    take(group.joined("b", at(12), at(12)));
    take(group.left("a", at(13)));
    take(group.left("stranger", at(13)));
    take(group.left("b", at(14)));
    assertThat(told)
        .containsExactly(
            "raised a 1 of 1", "updated a 2 of 2", "updated a 1 of 1", "resolved a 1 of 0");
    assertThat(group).isEqualTo(GroupAlertState.EMPTY);
  }

  @Test
  void whoIsBackBeforeAllAreGatheredIsNotTold() {
    take(group.joined("a", at(0), at(0)));
    take(group.left("a", at(3)));
    take(group.aged(RULE, at(20), Site.EMPTY));
    assertThat(told).isEmpty();
  }

  @Test
  void isEscalatedUnlessSomebodyHasSeenIt() {
    take(group.joined("a", at(0), at(0)));
    take(group.aged(RULE, at(10), Site.EMPTY));
    take(group.aged(RULE, at(11), Site.EMPTY));
    take(group.aged(RULE, at(71), Site.EMPTY));
    take(group.aged(RULE, at(72), Site.EMPTY));
    assertThat(told).containsExactly("raised a 1 of 1", "escalated a 1 of 1");
    OpenAlert open = group.open();
    assertThat(open).isNotNull();
    take(group.decided(new AlertDecision(open.id(), true, "ann", null, at(80))));
    take(group.joined("b", at(81), at(81)));
    take(group.left("a", at(82)));
    take(group.left("b", at(83)));
    assertThat(told).hasSize(3).endsWith("resolved a 1 of 1");
  }

  @Test
  void whoJoinsAfterAPersonResolvedItMakesAnAlertOfTheirOwn() {
    take(group.joined("a", at(0), at(0)));
    take(group.aged(RULE, at(10), Site.EMPTY));
    OpenAlert open = group.open();
    assertThat(open).isNotNull();
    take(group.decided(new AlertDecision(open.id(), true, "ann", null, at(20))));
    take(group.joined("b", at(30), at(30)));
    take(group.aged(RULE, at(40), Site.EMPTY));
    assertThat(told).containsExactly("raised a 1 of 1", "resolved a 1 of 1", "raised b 1 of 1");
  }

  @Test
  void comesBackFromItsChangelogAsItWas() {
    take(group.joined("a", at(0), at(0)));
    take(group.aged(RULE, at(10), Site.EMPTY));
    var serde = GroupAlertState.serde();
    byte[] bytes = serde.serializer().serialize("changelog", group);
    assertThat(serde.deserializer().deserialize("changelog", bytes)).isEqualTo(group);
  }

  private static Instant at(int second) {
    return NOON.plusSeconds(second);
  }

  private void take(GroupAlertState.GroupTransition outcome) {
    group = outcome.next();
    for (OpenAlert.Change change : outcome.changes()) {
      assertThat(Term.words(RuleType.class)).contains(change.alert().rule().type());
      told.add(
          "%s %s %d of %d"
              .formatted(
                  change.state().word(),
                  outcome.camera(),
                  change.alert().count(),
                  outcome.members().size()));
    }
  }
}
