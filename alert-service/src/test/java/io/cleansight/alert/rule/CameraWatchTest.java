package io.cleansight.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

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

  private void violation(int second, String type) {
    var id = new UUID(0, violations++);
    take(watch.violation(NOON.plusSeconds(second), id, type, RULES));
  }

  private void advance(int second) {
    take(watch.advance(NOON.plusSeconds(second)));
  }

  private void take(CameraWatch.Outcome outcome) {
    watch = outcome.next();
    changes.addAll(outcome.changed());
  }
}
