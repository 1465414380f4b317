package io.cleansight.persistence.once;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.event.CameraHealth;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Records of one partition, as they come out of Kafka; each is of a camera named by its offset. */
final class HealthRecords {
  static final TopicPartition PARTITION = new TopicPartition(Topics.CAMERA_HEALTH, 2);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private HealthRecords() {}

  static List<String> names(long from, long to) {
    return LongStream.range(from, to).mapToObj(it -> "camera-" + it).toList();
  }

  static List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch(long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(offset -> record(offset, "camera-" + offset))
        .toList();
  }

  static ConsumerRecord<String, Decoded<SpecificRecord>> record(long offset, String camera) {
    var health =
        CameraHealth.newBuilder()
            .setCameraId(camera)
            .setAt(NOON)
            .setState("online")
            .setSourceKind("live")
            .setEpoch(NOON)
            .setFps(5)
            .setCaptured(1)
            .setPublished(1)
            .setDropped(Map.of())
            .build();
    return at(offset, camera, new Decoded.Event<>(health));
  }

  static ConsumerRecord<String, Decoded<SpecificRecord>> unreadable(long offset) {
    return at(offset, "bad", new Decoded.Unreadable<>(new byte[3], ErrorCode.MALFORMED, "cut"));
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> at(
      long offset, String key, Decoded<SpecificRecord> value) {
    return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, key, value);
  }
}
