package io.cleansight.persistence.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RollupBatchTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aQuarterBeginsEveryFifteenMinutes() {
    assertThat(Bucket.of("a", NOON).start()).isEqualTo(NOON);
    assertThat(Bucket.of("a", NOON.plusSeconds(899).plusNanos(999_999_999)).start())
        .isEqualTo(NOON);
    assertThat(Bucket.of("a", NOON.plusSeconds(900)).start()).isEqualTo(NOON.plusSeconds(900));
    assertThat(Bucket.of("a", NOON.plusSeconds(2700)).hour()).isEqualTo(Bucket.of("a", NOON));
    assertThat(Bucket.of("a", NOON.minusNanos(1)).start()).isEqualTo(NOON.minusSeconds(900));
  }

  @Test
  void bucketsAreOrderedByCameraZoneAndTime() {
    var later = Bucket.of("a", NOON.plusSeconds(900));
    var zone = Bucket.of("a", NOON).in("entrance");
    assertThat(List.of(Bucket.of("b", NOON), zone, later, Bucket.of("a", NOON)).stream().sorted())
        .containsExactly(Bucket.of("a", NOON), later, zone, Bucket.of("b", NOON));
    assertThat(zone.isOfZone()).isTrue();
    assertThat(later.isOfZone()).isFalse();
    assertThat(zone.hour().zone()).isEqualTo("entrance");
  }

  @Test
  void anHourIsItsQuartersEachMeasureInItsWay() {
    var batch = new RollupBatch();
    for (int quarter = 0; quarter < 5; quarter++) {
      Bucket bucket = Bucket.of("a", NOON.plusSeconds(900L * quarter));
      batch.count(bucket, Measure.TOTAL_FRAMES);
      batch.add(bucket, Measure.MIN_PROCESSING_TIME, quarter + 1);
      batch.add(bucket, Measure.MAX_PROCESSING_TIME, quarter + 1);
    }
    batch.count(Bucket.of("a", NOON).in("entrance"), Measure.TOTAL_PERSONS);
    assertThat(batch.quarters()).hasSize(6);
    assertThat(batch.hours())
        .containsOnlyKeys(
            Bucket.of("a", NOON),
            Bucket.of("a", NOON.plusSeconds(3600)),
            Bucket.of("a", NOON).in("entrance"))
        .containsEntry(
            Bucket.of("a", NOON),
            Map.of(
                Measure.TOTAL_FRAMES, 4.0,
                Measure.MIN_PROCESSING_TIME, 1.0,
                Measure.MAX_PROCESSING_TIME, 4.0));
  }

  @Test
  void whatWasNotMeasuredIsNothingOrUnknown() {
    var batch = new RollupBatch();
    assertThat(batch.get(Bucket.of("a", NOON), Measure.TOTAL_FRAMES)).isZero();
    assertThat(batch.get(Bucket.of("a", NOON), Measure.MIN_PROCESSING_TIME)).isNaN();
    assertThat(batch.get(Bucket.of("a", NOON), Measure.MAX_PROCESSING_TIME)).isNaN();
  }

  @Property
  void noSecondIsLostOrCountedTwice(
      @ForAll @IntRange(max = 90_000) int from, @ForAll @IntRange(max = 20_000) int seconds) {
    var batch = new RollupBatch();
    Instant start = NOON.plusSeconds(from);
    batch.addSeconds("a", start, start.plusSeconds(seconds), Measure.SEEN_SECONDS);
    double sum =
        batch.quarters().keySet().stream()
            .mapToDouble(it -> batch.get(it, Measure.SEEN_SECONDS))
            .sum();
    assertThat(sum).isEqualTo(seconds, within(1e-6));
    assertThat(batch.quarters().keySet())
        .allMatch(it -> batch.get(it, Measure.SEEN_SECONDS) <= 900);
  }

  @Test
  void whatIsAddedToARowIsFoldedAsInMemory() {
    assertThat(Measure.TOTAL_FRAMES.assignment())
        .isEqualTo("total_frames = bucket.total_frames + EXCLUDED.total_frames");
    assertThat(Measure.MIN_PROCESSING_TIME.assignment())
        .isEqualTo(
            "min_processing_time = LEAST(bucket.min_processing_time, EXCLUDED.min_processing_time)");
    assertThat(Measure.MAX_PROCESSING_TIME.assignment())
        .isEqualTo(
            "max_processing_time = GREATEST(bucket.max_processing_time, EXCLUDED.max_processing_time)");
    assertThat(Measure.TOTAL_FRAMES.aggregate()).isEqualTo("COALESCE(sum(total_frames), 0)");
    assertThat(Measure.MIN_PROCESSING_TIME.aggregate()).isEqualTo("min(min_processing_time)");
    assertThat(Measure.MAX_PROCESSING_TIME.aggregate()).isEqualTo("max(max_processing_time)");
  }

  @Test
  void aRollupKnowsItsKeysAndMeasures() {
    assertThat(Rollup.QUARTERS.keys()).containsExactly("camera_id", "quarter_start");
    assertThat(Rollup.ZONE_HOURS.keys()).containsExactly("camera_id", "hour_start", "zone");
    assertThat(Rollup.ZONE_QUARTERS.measures())
        .containsExactly(
            Measure.TOTAL_PERSONS,
            Measure.COMPLIANT_VERDICTS,
            Measure.VIOLATING_VERDICTS,
            Measure.UNKNOWN_VERDICTS,
            Measure.VISITS);
    assertThat(Rollup.HOURS.measures()).containsExactly(Measure.values());
  }
}
