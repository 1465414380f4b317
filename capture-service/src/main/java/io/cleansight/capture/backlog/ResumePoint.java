package io.cleansight.capture.backlog;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Detections;
import io.cleansight.messaging.read.PartitionReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Finds how far a recorded file was judged before this process started, by scanning the topic of
 * detections backwards. Frames published beyond that may have been deleted. Threads: any; one scans
 * at a time.
 */
@ThreadSafe
public final class ResumePoint {
  /**
   * How many offsets of each partition are scanned, further and further back until the run is
   * found. A run that is not found is played from its start; repeats are ignored downstream.
   */
  private static final List<Long> DEPTHS = List.of(1_000L, 10_000L, 100_000L);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration STEP_PATIENCE = Duration.ofSeconds(5);

  /** Cameras that start together share a scan. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final LongSupplier nanoTime;
  private @Nullable Scan shared;

  /**
   * @param nanoTime a clock that nobody sets, in nanoseconds
   */
  public ResumePoint(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers, LongSupplier nanoTime) {
    this.consumers = consumers;
    this.nanoTime = nanoTime;
  }

  /**
   * The last sequence of that camera and epoch that was detected, and so is judged or will be;
   * empty if none is found.
   *
   * @throws KafkaException if Kafka does not answer
   */
  public synchronized OptionalLong lastJudged(String cameraId, Instant epoch) {
    Scan scan = shared;
    if (scan == null || nanoTime.getAsLong() - scan.began > FRESH.toNanos()) {
      scan = new Scan(nanoTime.getAsLong());
      shared = scan;
    }
    var run = new Run(cameraId, epoch);
    for (long depth : DEPTHS) {
      scan.extendTo(depth);
      Long last = scan.last.get(run);
      if (last != null) {
        return OptionalLong.of(last);
      }
    }
    return OptionalLong.empty();
  }

  /** A camera's frames of one epoch. */
  private record Run(String cameraId, Instant epoch) {}

  /** The last offsets of all partitions, as far back as was needed so far. */
  private final class Scan {
    private final long began;
    private final Map<Run, Long> last = new HashMap<>();

    /** Log ends by partition when the scan began, and from where on partitions have been read. */
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private final Map<TopicPartition, Long> readFrom = new HashMap<>();
    private long reached;

    Scan(long began) {
      this.began = began;
    }

    void extendTo(long depth) {
      if (depth <= reached) {
        return;
      }
      try (var consumer = consumers.createConsumer(null, "resume")) {
        extendTo(depth, consumer);
      }
      reached = depth;
    }

    private void extendTo(long depth, Consumer<String, Decoded<SpecificRecord>> consumer) {
      var partitions =
          consumer.partitionsFor(Topics.DETECTIONS, PATIENCE).stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, PATIENCE);
      if (ends.isEmpty()) {
        ends.putAll(consumer.endOffsets(partitions, PATIENCE));
      }
      var reader = new PartitionReader<>(consumer, STEP_PATIENCE);
      ends.forEach(
          (partition, end) -> {
            long from = Math.max(starts.getOrDefault(partition, 0L), end - depth);
            long to = readFrom.getOrDefault(partition, end);
            reader.read(partition, from, to, record -> note(record.value()));
            readFrom.put(partition, Math.min(from, to));
          });
    }

    private void note(Decoded<SpecificRecord> value) {
      if (value instanceof Decoded.Event<SpecificRecord>(Detections seen)) {
        last.merge(new Run(seen.getCameraId(), seen.getEpoch()), seen.getSequence(), Math::max);
      }
    }
  }
}
