package io.cleansight.capture.camera;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import io.cleansight.messaging.Decoded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;

  ResumePoint(ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    this.consumers = consumers;
  }

  /**
   * The last sequence of that camera and epoch in Kafka; repeats of older ones are ignored
   * downstream.
   */
  OptionalLong lastSequence(String cameraId, Instant epoch) {
    var settings = new Properties();
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    try (var consumer = consumers.createConsumer(null, "resume-" + cameraId, null, settings)) {
      var partitions =
          consumer.partitionsFor(Topics.FRAMES, PATIENCE).stream()
              .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
              .toList();
      var starts = consumer.beginningOffsets(partitions, PATIENCE);
      var ends = consumer.endOffsets(partitions, PATIENCE);
      long last = -1;
      for (var partition : partitions) {
        long end = ends.getOrDefault(partition, 0L);
        consumer.assign(List.of(partition));
        consumer.seek(partition, Math.max(starts.getOrDefault(partition, 0L), end - LOOK_BACK));
        while (consumer.position(partition, PATIENCE) < end) {
          for (var record : consumer.poll(PATIENCE)) {
            if (record.value() instanceof Decoded.Event<SpecificRecord>(Frame frame)
                && frame.getCameraId().equals(cameraId)
                && frame.getEpoch().equals(epoch)) {
              last = Math.max(last, frame.getSequence());
            }
          }
        }
      }
      return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
    }
  }
}
