package io.cleansight.persistence.detection;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.SkipReason;
import io.cleansight.event.SkippedFrames;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import io.cleansight.persistence.once.Untimely;
import io.cleansight.persistence.statistics.Bucket;
import io.cleansight.persistence.statistics.Measure;
import io.cleansight.persistence.statistics.RollupBatch;
import io.cleansight.persistence.statistics.RollupStore;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Frames that were published and not judged count in the hour in which they were captured. */
@Component
class SkippedListener implements OnceListener {
  private final OnceWriter writer;
  private final RunProgressStore runs;
  private final RollupStore rollups;
  private final Untimely untimely;

  SkippedListener(
      OnceWriter writer, RunProgressStore runs, RollupStore rollups, Untimely untimely) {
    this.writer = writer;
    this.runs = runs;
    this.rollups = rollups;
    this.untimely = untimely;
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  @KafkaListener(id = ConsumerGroups.PERSISTENCE_SKIPPED, topics = Topics.SKIPPED_FRAMES)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::rows);
  }

  private void rows(SortedBatch sorted) {
    List<SkippedFrames> batch =
        sorted.events().stream().map(consumed -> (SkippedFrames) consumed.event()).toList();
    RunProgress progress = runs.find(batch.stream().map(Run::of).toList());
    var counts = new RollupBatch();
    for (var skipped : batch) {
      if (progress.moveTo(Run.of(skipped), skipped.getLastSequence())) { // else counted before
        count(skipped, counts);
      }
    }
    rollups.add(counts);
    runs.set(progress);
  }

  private void count(SkippedFrames skipped, RollupBatch counts) {
    var at = skipped.getCapturedAt();
    var wrongTime = untimely.reason(skipped.getUntimely(), at);
    if (wrongTime.isPresent()) {
      untimely.count(
          Topics.SKIPPED_FRAMES, skipped.getCameraId(), wrongTime.get(), at, skipped.getFrames());
    } else {
      counts.add(
          Bucket.of(skipped.getCameraId(), at),
          SkipReason.OUTDATED.is(skipped.getReason())
              ? Measure.OUTDATED_FRAMES
              : Measure.STALE_FRAMES,
          skipped.getFrames());
    }
  }
}
