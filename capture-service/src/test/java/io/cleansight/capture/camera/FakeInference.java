package io.cleansight.capture.camera;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.backlog.Backlog;
import io.cleansight.capture.backlog.Positions;
import io.cleansight.capture.backlog.Positions.Partition;
import io.cleansight.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where the detector and the judge are, over frames that are really there. */
final class FakeInference implements Backlog.Cluster {
  private final FakeKafka kafka;

  /** Whether all that is there is always read. */
  boolean quick;

  long detector;
  long judge;
  long detections;

  /** What was deleted, by the offset before which it lay. */
  final List<Long> deleted = new ArrayList<>();

  /** How a deletion ends. */
  CompletableFuture<?> deletion = CompletableFuture.completedFuture(Duration.ZERO);

  FakeInference(FakeKafka kafka) {
    this.kafka = kafka;
  }

  @Override
  public CompletionStage<Positions> positions(long askedAt) {
    if (quick) {
      detector = kafka.end(Topics.FRAMES);
    }
    var frames = new Partition(kafka.start(Topics.FRAMES), kafka.end(Topics.FRAMES), detector);
    var seen = new Partition(0, detections, judge);
    return CompletableFuture.completedFuture(
        new Positions(askedAt, Map.of(0, frames), Map.of(0, seen)));
  }

  @Override
  public CompletionStage<?> deleteFrames(int partition, long before) {
    deleted.add(before);
    kafka.delete(Topics.FRAMES, before);
    return deletion;
  }
}
