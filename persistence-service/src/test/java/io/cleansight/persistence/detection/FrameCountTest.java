package io.cleansight.persistence.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.vocabulary.SaveStrategy;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.HygieneEvent;
import io.cleansight.event.Person;
import io.cleansight.event.Verdict;
import io.cleansight.event.Visit;
import io.cleansight.event.WorkEntry;
import io.cleansight.persistence.statistics.Bucket;
import io.cleansight.persistence.statistics.Measure;
import io.cleansight.persistence.statistics.RollupBatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameCountTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void framesCountInTheHourOfTheirCapture() {
    RollupBatch batch =
        batch(
            frame("a", 0, NOON, 100),
            frame("a", 1, NOON.minusNanos(1000), 300),
            frame("a", 2, NOON, 200));
    Bucket bucket = Bucket.of("a", NOON);
    assertThat(batch.get(Bucket.of("a", NOON.minusNanos(1000)), Measure.TOTAL_FRAMES)).isEqualTo(1);
    assertThat(batch.get(bucket, Measure.TOTAL_FRAMES)).isEqualTo(2);
    assertThat(batch.get(bucket, Measure.MIN_PROCESSING_TIME)).isEqualTo(1e-4);
    assertThat(batch.get(bucket, Measure.MAX_PROCESSING_TIME)).isEqualTo(2e-4);
    assertThat(batch.get(Bucket.of("b", NOON), Measure.TOTAL_FRAMES)).isZero();
  }

  @Test
  void noEvidenceIsUnknownAndCountsInTheZonesThatPeopleAreIn() {
    RollupBatch batch =
        batch(frame("a", 0, NOON, 1, person("compliant"), person("unknown"), person()));
    Bucket bucket = Bucket.of("a", NOON);
    assertThat(batch.get(bucket, Measure.TOTAL_PERSONS)).isEqualTo(3);
    assertThat(batch.get(bucket, Measure.COMPLIANT_VERDICTS)).isEqualTo(1);
    assertThat(batch.get(bucket, Measure.UNKNOWN_VERDICTS)).isEqualTo(2);
    assertThat(batch.get(bucket.in("work_area"), Measure.TOTAL_PERSONS)).isEqualTo(3);
    assertThat(batch.get(bucket.in("work_area"), Measure.COMPLIANT_VERDICTS)).isEqualTo(1);
    assertThat(batch.get(bucket.in("entrance"), Measure.TOTAL_PERSONS)).isZero();
  }

  @Test
  void secondsCountInTheHoursInWhichTheyLie() {
    var batch = new RollupBatch();
    batch.addSeconds("a", NOON.minusSeconds(10), NOON.plusSeconds(5), Measure.SEEN_SECONDS);
    assertThat(batch.get(Bucket.of("a", NOON.minusSeconds(1)), Measure.SEEN_SECONDS)).isEqualTo(10);
    assertThat(batch.get(Bucket.of("a", NOON), Measure.SEEN_SECONDS)).isEqualTo(5);
  }

  @Test
  void aFrameIsNewOnlyAfterTheLastOfItsRunThatIsWritten() {
    var run = new Run("a", NOON, Run.JUDGED);
    var progress = new RunProgress(new TreeMap<>(Map.of(run, 7L)));
    assertThat(progress.moveTo(run, 7)).isFalse();
    assertThat(progress.moveTo(run, 8)).isTrue();
    assertThat(progress.moveTo(run, 8)).isFalse();
    assertThat(progress.moveTo(new Run("a", NOON.minusSeconds(1), Run.JUDGED), 0)).isTrue();
    assertThat(progress.moveTo(new Run("b", NOON, Run.JUDGED), 0)).isTrue();
    assertThat(progress.moveTo(new Run("a", NOON, "stale"), 3)).isTrue();
    assertThat(progress.sequences()).hasSize(4).containsEntry(run, 8L);
  }

  @Test
  void aVisitCountsWhereItBeganWithWhatIsNewOfIt() {
    var batch = new RollupBatch();
    var began = NOON.minusSeconds(1);
    Visit first = new Visit(new UUID(1, 1), 1L, began, true, false, List.of("entrance"));
    Visit later = new Visit(new UUID(1, 1), 1L, began, false, true, List.of());
    for (var visit : List.of(first, later)) {
      FrameCount.add(
          Activity.newBuilder(frame("a", 1, NOON, 0)).setVisits(List.of(visit)).build(),
          false,
          batch);
    }
    Bucket bucket = Bucket.of("a", began);
    assertThat(batch.get(bucket, Measure.VISITS)).isEqualTo(1);
    assertThat(batch.get(bucket, Measure.JUDGED_VISITS)).isEqualTo(1);
    assertThat(batch.get(bucket.in("entrance"), Measure.VISITS)).isEqualTo(1);
    assertThat(batch.get(Bucket.of("a", NOON), Measure.VISITS)).isZero();
  }

  @Test
  void aWashCountsInTheHourInWhichItBegan() {
    var batch = new RollupBatch();
    var wash = new HygieneEvent("handwash", 1L, NOON.minusSeconds(20), 25_000L);
    var frame = Activity.newBuilder(frame("a", 1, NOON.plusSeconds(5), 0)).setEvents(List.of(wash));
    FrameCount.add(frame.build(), false, batch);
    assertThat(batch.get(Bucket.of("a", NOON.minusSeconds(20)), Measure.TOTAL_HANDWASH_EVENTS))
        .isEqualTo(1);
    assertThat(batch.get(Bucket.of("a", NOON), Measure.TOTAL_HANDWASH_EVENTS)).isZero();
    assertThat(batch.get(Bucket.of("a", NOON), Measure.TOTAL_FRAMES)).isEqualTo(1);
  }

  @Test
  void whatAFrameShowsAndCostsCounts() {
    var batch = new RollupBatch();
    var sanitised = new HygieneEvent("sanitize", 1L, NOON, 3_000L);
    Activity shown =
        Activity.newBuilder(frame("a", 1, NOON, 250_000))
            .setEvents(List.of(sanitised))
            .setHairnetViolations(2)
            .build();
    FrameCount.add(shown, true, batch);
    FrameCount.add(frame("a", 2, NOON, 500_000), false, batch);
    Bucket bucket = Bucket.of("a", NOON);
    assertThat(batch.get(bucket, Measure.TOTAL_SANITIZE_EVENTS)).isEqualTo(1);
    assertThat(batch.get(bucket, Measure.TOTAL_HANDWASH_EVENTS)).isZero();
    assertThat(batch.get(bucket, Measure.SAVED_FRAMES)).isEqualTo(1);
    assertThat(batch.get(bucket, Measure.VIOLATING_FRAMES)).isEqualTo(1);
    assertThat(batch.get(bucket, Measure.FPS_SUM)).isEqualTo(10);
    assertThat(batch.get(bucket, Measure.PROCESSING_TIME_SUM)).isEqualTo(0.75);
  }

  @Test
  void entriesIntoWorkCountAndThoseThatAreUnknownToo() {
    var batch = new RollupBatch();
    var entries =
        List.of(
            new WorkEntry(1L, "unknown"),
            new WorkEntry(2L, "compliant"),
            new WorkEntry(3L, "violating"));
    FrameCount.add(
        Activity.newBuilder(frame("a", 1, NOON, 0)).setWorkEntries(entries).build(), false, batch);
    assertThat(batch.get(Bucket.of("a", NOON), Measure.WORK_ENTRIES)).isEqualTo(3);
    assertThat(batch.get(Bucket.of("a", NOON), Measure.UNKNOWN_WORK_ENTRIES)).isEqualTo(1);
  }

  @Test
  void aCameraMayChooseForItself() {
    var smart = new SavePolicy(SaveStrategy.SMART, 30, 300);
    Activity frame = frame("a", 7, NOON, 1);
    assertThat(smart.of(frame)).isEqualTo(smart);
    assertThat(smart.of(chosen(frame, "all", null)).keeps(frame)).isTrue();
    assertThat(smart.of(chosen(frame, "interval", 7)).keeps(frame)).isTrue();
  }

  private static Activity chosen(Activity frame, String strategy, @Nullable Integer interval) {
    return Activity.newBuilder(frame).setSaveStrategy(strategy).setSaveInterval(interval).build();
  }

  @Test
  void policiesKeepWhatTheySay() {
    var smart = new SavePolicy(SaveStrategy.SMART, 30, 300);
    assertThat(smart.keeps(frame("a", 300, NOON, 1))).isTrue();
    assertThat(smart.keeps(frame("a", 30, NOON, 1))).isFalse();
    assertThat(smart.keeps(violating("a", 31))).isTrue();
    var interval = new SavePolicy(SaveStrategy.INTERVAL, 30, 300);
    assertThat(interval.keeps(frame("a", 30, NOON, 1))).isTrue();
    assertThat(interval.keeps(violating("a", 31))).isFalse();
    var violationsOnly = new SavePolicy(SaveStrategy.VIOLATIONS_ONLY, 30, 300);
    assertThat(violationsOnly.keeps(frame("a", 300, NOON, 1))).isFalse();
    assertThat(violationsOnly.keeps(violating("a", 31))).isTrue();
    assertThat(new SavePolicy(SaveStrategy.ALL, 30, 300).keeps(frame("a", 7, NOON, 1))).isTrue();
  }

  private static RollupBatch batch(Activity... frames) {
    var batch = new RollupBatch();
    for (Activity frame : frames) {
      FrameCount.add(frame, true, batch);
    }
    return batch;
  }

  private static Person person(String... verdict) {
    return Person.newBuilder()
        .setTrackId(1)
        .setBox(new Box(0.1, 0.1, 0.2, 0.2))
        .setScore(0.9f)
        .setVerdicts(Stream.of(verdict).map(it -> new Verdict("hairnet", it, 0.9f)).toList())
        .setZones(List.of("work_area", "work_area"))
        .build();
  }

  private static Activity violating(String camera, long sequence) {
    return Activity.newBuilder(frame(camera, sequence, NOON, 1)).setHairnetViolations(1).build();
  }

  private static Activity frame(
      String camera, long sequence, Instant at, long micros, Person... people) {
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
        .setPeople(List.of(people))
        .setHairnetViolations(0)
        .setEvents(List.of())
        .setProcessingMicros(micros)
        .setFps(5)
        .setModel("m")
        .build();
  }
}
