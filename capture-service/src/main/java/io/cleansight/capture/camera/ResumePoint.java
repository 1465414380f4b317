package io.cleansight.capture.camera;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import io.cleansight.messaging.Decoded;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Finds how far a recorded file was published before this process started, by looking at the ends
 * of the topic.
 */
final class ResumePoint {
  /**
   * More than a camera's frames may wait unjudged, several times over; what lies further back is
   * published again.
   */
  private static final long LOOK_BACK = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Frames that came later are at worst published again. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private static final int FETCH_BYTES = 4 << 20;

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;

  private Map<Run, Long> known = Map.of();
  private long lookedAt;

  ResumePoint(ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    this.consumers = consumers;
  }

  /**
   * The last sequence of that camera and epoch in Kafka; repeats of older ones are ignored
   * downstream. Cameras that start together wait for one look and share it.
   */
  synchronized OptionalLong lastSequence(String cameraId, Instant epoch) {
    if (known.isEmpty() || System.nanoTime() - lookedAt > FRESH.toNanos()) {
      known = look();
      lookedAt = System.nanoTime();
    }
    Long last = known.get(new Run(cameraId, epoch));
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /** A camera's frames of one epoch. */
  private record Run(String cameraId, Instant epoch) {}

  private Map<Run, Long> look() {
    var settings = new Properties();
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    // Frames are large: few at a time, or sixteen cameras' past would fill the memory.
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(FETCH_BYTES));
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(FETCH_BYTES));
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "20");
    var last = new HashMap<Run, Long>();
    try (var consumer = consumers.createConsumer(null, "resume", null, settings)) {
      var partitions =
          consumer.partitionsFor(Topics.FRAMES, PATIENCE).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      var starts = consumer.beginningOffsets(partitions, PATIENCE);
      var ends = consumer.endOffsets(partitions, PATIENCE);
      for (var partition : partitions) {
        long end = ends.getOrDefault(partition, 0L);
        consumer.assign(List.of(partition));
        consumer.seek(partition, Math.max(starts.getOrDefault(partition, 0L), end - LOOK_BACK));
        while (consumer.position(partition, PATIENCE) < end) {
          for (var record : consumer.poll(PATIENCE)) {
            if (record.value() instanceof Decoded.Event<SpecificRecord>(Frame frame)) {
              last.merge(
                  new Run(frame.getCameraId(), frame.getEpoch()), frame.getSequence(), Math::max);
            }
          }
        }
      }
    }
    return last;
  }
}
