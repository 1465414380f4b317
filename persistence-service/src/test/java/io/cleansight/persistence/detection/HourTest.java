package io.cleansight.persistence.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.event.Activity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HourTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void framesCountInTheHourOfTheirCapture() {
    var hours =
        Hour.of(
            List.of(
                frame("a", 0, NOON, 100),
                frame("a", 1, NOON.minusNanos(1000), 300),
                frame("a", 2, NOON, 200)));
    assertThat(hours).hasSize(2);
    assertThat(hours.getFirst().key().start()).isEqualTo(NOON.minusSeconds(3600));
    assertThat(hours.getFirst().frames()).isEqualTo(1);
    assertThat(hours.getLast().frames()).isEqualTo(2);
    assertThat(hours.getLast().secondsLeast()).isEqualTo(1e-4);
    assertThat(hours.getLast().secondsMost()).isEqualTo(2e-4);
  }

  @Test
  void hoursAreOrderedSoThatTransactionsCannotWaitForEachOther() {
    var frames = new ArrayList<Activity>();
    for (String camera : List.of("c", "a", "b")) {
      frames.add(frame(camera, 0, NOON.plusSeconds(3600), 1));
      frames.add(frame(camera, 1, NOON, 1));
    }
    assertThat(Hour.of(frames).stream().map(Hour::key)).isSorted().hasSize(6);
  }

  @Test
  void policiesKeepWhatTheySay() {
    var smart = new SavePolicy(SavePolicy.Strategy.SMART, 30, 300);
    assertThat(smart.keeps(frame("a", 300, NOON, 1))).isTrue();
    assertThat(smart.keeps(frame("a", 30, NOON, 1))).isFalse();
    assertThat(smart.keeps(violating("a", 31))).isTrue();
    var interval = new SavePolicy(SavePolicy.Strategy.INTERVAL, 30, 300);
    assertThat(interval.keeps(frame("a", 30, NOON, 1))).isTrue();
    assertThat(interval.keeps(violating("a", 31))).isFalse();
    var violationsOnly = new SavePolicy(SavePolicy.Strategy.VIOLATIONS_ONLY, 30, 300);
    assertThat(violationsOnly.keeps(frame("a", 300, NOON, 1))).isFalse();
    assertThat(violationsOnly.keeps(violating("a", 31))).isTrue();
    assertThat(new SavePolicy(SavePolicy.Strategy.ALL, 30, 300).keeps(frame("a", 7, NOON, 1)))
        .isTrue();
  }

  private static Activity violating(String camera, long sequence) {
    return Activity.newBuilder(frame(camera, sequence, NOON, 1)).setHairnetViolations(1).build();
  }

  private static Activity frame(String camera, long sequence, Instant at, long micros) {
    return Activity.newBuilder()
        .setFrameId(Ids.frame(camera, NOON, sequence))
        .setCameraId(camera)
        .setEpoch(NOON)
        .setSequence(sequence)
        .setCapturedAt(at)
        .setWidth(640)
        .setHeight(380)
        .setSourceKind("recorded")
        .setFramePartition(0)
        .setFrameOffset(sequence)
        .setPeople(List.of())
        .setHairnetViolations(0)
        .setEvents(List.of())
        .setProcessingMicros(micros)
        .setFps(5)
        .setModel("m")
        .build();
  }
}
