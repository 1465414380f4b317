package io.cleansight.persistence.clip;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.read.PartitionReader;
import io.cleansight.messaging.topic.KeyPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;
import net.jcip.annotations.NotThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;

/** What a topic still has of one camera, read without a group; others' records are passed over. */
@NotThreadSafe
final class KafkaPartition implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Video is large: no more of it is fetched at once. */
  private static final String FETCH = Integer.toString(4 << 20);

  private final Consumer<String, Decoded<SpecificRecord>> consumer;
  private final PartitionReader<String, Decoded<SpecificRecord>> reader;
  private final TopicPartition partition;
  private final String camera;
  private final long beginning;
  private final long end;

  KafkaPartition(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers, String topic, String camera) {
    var settings = new Properties();
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH);
    this.consumer = consumers.createConsumer(null, null, "clips", settings);
    this.reader = new PartitionReader<>(consumer, PATIENCE);
    this.camera = camera;
    int partitions = consumer.partitionsFor(topic, PATIENCE).size();
    this.partition = new TopicPartition(topic, KeyPartition.of(camera, partitions));
    var it = List.of(partition);
    this.beginning = consumer.beginningOffsets(it, PATIENCE).getOrDefault(partition, 0L);
    this.end = consumer.endOffsets(it, PATIENCE).getOrDefault(partition, 0L);
  }

  long beginning() {
    return beginning;
  }

  long end() {
    return end;
  }

  /** Where what was appended at that time or later begins. */
  long at(Instant appended) {
    var found =
        consumer
            .offsetsForTimes(Map.of(partition, appended.toEpochMilli()), PATIENCE)
            .get(partition);
    return found == null ? end : found.offset();
  }

  /**
   * Passes on what it has of the camera from one offset to before another, with when it was
   * appended.
   *
   * @throws org.apache.kafka.common.errors.TimeoutException if Kafka does not answer
   */
  void read(long from, long to, BiConsumer<SpecificRecord, Instant> taker) {
    reader.read(
        partition,
        from,
        to,
        record -> {
          @Nullable Decoded<SpecificRecord> value = record.value();
          if (camera.equals(record.key())
              && value instanceof Decoded.Event<SpecificRecord>(var event)) {
            taker.accept(event, Instant.ofEpochMilli(record.timestamp()));
          }
        });
  }

  @Override
  public void close() {
    consumer.close();
  }
}
