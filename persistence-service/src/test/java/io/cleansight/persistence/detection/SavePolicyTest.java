package io.cleansight.persistence.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.vocabulary.SaveStrategy;
import io.cleansight.event.Activity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavePolicyTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "ALL,             1, 0, true",
    "VIOLATIONS_ONLY, 0, 0, false",
    "VIOLATIONS_ONLY, 1, 1, true",
    "INTERVAL,        30, 0, true",
    "INTERVAL,        31, 5, false",
    "SMART,           300, 0, true",
    "SMART,           30, 0, false",
    "SMART,           31, 1, true"
  })
  void aFrameIsKeptByItsNumberOrByWhatIsWrongInIt(
      SaveStrategy strategy, long sequence, int violations, boolean kept) {
    assertThat(new SavePolicy(strategy, 30, 300).keeps(frame(sequence, violations, null, null)))
        .isEqualTo(kept);
  }

  @Test
  void aCameraChoosesForItself() {
    var site = new SavePolicy(SaveStrategy.SMART, 30, 300);
    assertThat(site.of(frame(1, 0, null, null))).isEqualTo(site);
    assertThat(site.of(frame(1, 0, "interval", 7)))
        .isEqualTo(new SavePolicy(SaveStrategy.INTERVAL, 7, 7));
    assertThat(site.of(frame(1, 0, "violations_only", null)))
        .isEqualTo(new SavePolicy(SaveStrategy.VIOLATIONS_ONLY, 30, 300));
    assertThat(site.of(frame(1, 0, null, 9))).isEqualTo(new SavePolicy(SaveStrategy.SMART, 9, 9));
  }

  @Test
  void aDaysPartitionIsThatOfTheDayInUtc() {
    assertThat(DayPartitions.dayOf(Instant.parse("2026-03-01T23:59:59Z")))
        .isEqualTo(LocalDate.of(2026, 3, 1));
    assertThat(DayPartitions.nameOf(LocalDate.of(2026, 3, 1)))
        .isEqualTo("detection_records_20260301");
  }

  private static Activity frame(
      long sequence, int violations, @Nullable String strategy, @Nullable Integer interval) {
    return Activity.newBuilder()
        .setFrameId(new UUID(0, sequence))
        .setCameraId("line-1")
        .setEpoch(NOON)
        .setSequence(sequence)
        .setCapturedAt(NOON)
        .setWidth(640)
        .setHeight(360)
        .setSourceKind("live")
        .setFramePartition(0)
        .setFrameOffset(sequence)
        .setPeople(List.of())
        .setHairnetViolations(violations)
        .setEvents(List.of())
        .setProcessingMicros(1000)
        .setFps(5)
        .setModel("model")
        .setSaveStrategy(strategy)
        .setSaveInterval(interval)
        .build();
  }
}
