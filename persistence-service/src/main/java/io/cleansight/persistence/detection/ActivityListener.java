package io.cleansight.persistence.detection;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.event.Activity;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.erasure.Erased;
import io.cleansight.persistence.erasure.ErasureStore;
import io.cleansight.persistence.once.AfterCommit;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import io.cleansight.persistence.once.Untimely;
import io.cleansight.persistence.statistics.RollupBatch;
import io.cleansight.persistence.statistics.RollupStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Every judged frame counts in its hour, and so does what was done in it; those that the save
 * policy keeps get a record.
 */
@Component
class ActivityListener implements OnceListener {
  private final OnceWriter writer;
  private final DetectionStore detections;
  private final HygieneStore hygiene;
  private final VisitStore visits;
  private final DayPartitions partitions;
  private final RunProgressStore runs;
  private final RollupStore rollups;
  private final Untimely untimely;
  private final SavePolicy policy;
  private final ErasureStore erasures;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Counter repeats;

  ActivityListener(
      OnceWriter writer,
      DetectionStore detections,
      HygieneStore hygiene,
      VisitStore visits,
      DayPartitions partitions,
      RunProgressStore runs,
      RollupStore rollups,
      Untimely untimely,
      SavePolicy policy,
      ErasureStore erasures,
      MeterRegistry meters,
      Clock clock) {
    this.writer = writer;
    this.detections = detections;
    this.hygiene = hygiene;
    this.visits = visits;
    this.partitions = partitions;
    this.runs = runs;
    this.rollups = rollups;
    this.untimely = untimely;
    this.policy = policy;
    this.erasures = erasures;
    this.meters = meters;
    this.clock = clock;
    this.repeats = Metric.REPEATS.counter(meters, Topics.ACTIVITY);
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  @KafkaListener(
      id = ConsumerGroups.PERSISTENCE_ACTIVITY,
      topics = Topics.ACTIVITY,
      concurrency = "${persistence.activity-threads:3}",
      properties = "max.poll.records=5000")
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::makePartitions, this::rows);
  }

  private void makePartitions(SortedBatch sorted) {
    partitions.make(
        sorted.events().stream()
            .map(consumed -> (Activity) consumed.event())
            .filter(it -> untimely.reason(it.getUntimely(), it.getCapturedAt()).isEmpty())
            .map(it -> DayPartitions.dayOf(it.getCapturedAt()))
            .distinct()
            .toList());
  }

  private void rows(SortedBatch sorted) {
    RunProgress progress =
        runs.find(sorted.events().stream().map(it -> Run.of((Activity) it.event())).toList());
    Erased erased = erasures.erased();
    List<Activity> fresh = fresh(sorted, progress);
    var counts = new RollupBatch();
    var saved = new ArrayList<Activity>();
    for (var frame : fresh) {
      boolean kept = policy.of(frame).keeps(frame);
      if (kept && !erased.covers(frame.getCameraId(), frame.getCapturedAt())) {
        saved.add(frame);
      }
      FrameCount.add(frame, kept, counts);
    }
    partitions.require(saved.stream().map(it -> DayPartitions.dayOf(it.getCapturedAt())).toList());
    detections.insert(saved);
    hygiene.insert(fresh, erased);
    visits.insert(fresh, erased);
    rollups.add(counts);
    runs.set(progress);
    AfterCommit.run(() -> fresh.forEach(this::written));
  }

  private void written(Activity frame) {
    Metric.FRAMES_WRITTEN.counter(meters, frame.getCameraId()).increment();
    if (SourceKind.LIVE.is(frame.getSourceKind())) {
      Metric.FRAME_LATENCY.between(meters, frame.getCapturedAt(), clock.instant(), "written");
    }
  }

  /** New frames of a time that counts; repeats and untimely ones are only counted. */
  private List<Activity> fresh(SortedBatch sorted, RunProgress progress) {
    var fresh = new ArrayList<Activity>();
    for (var consumed : sorted.events()) {
      var frame = (Activity) consumed.event();
      Instant at = frame.getCapturedAt();
      Optional<String> wrongTime = untimely.reason(frame.getUntimely(), at);
      if (!isNew(consumed, frame, progress)) {
        repeats.increment();
      } else if (wrongTime.isPresent()) {
        untimely.count(Topics.ACTIVITY, frame.getCameraId(), wrongTime.get(), at, 1);
      } else {
        fresh.add(frame);
      }
    }
    return fresh;
  }

  /**
   * Frames of a run come in their order, so one that is not after the last written is a repeat; a
   * dead letter that was replayed comes late, and is known by its place instead.
   */
  private static boolean isNew(
      SortedBatch.ConsumedEvent consumed, Activity frame, RunProgress progress) {
    return consumed.replayOf().isPresent() || progress.moveTo(Run.of(frame), frame.getSequence());
  }
}
