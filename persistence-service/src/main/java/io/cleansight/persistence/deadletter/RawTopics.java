package io.cleansight.persistence.deadletter;

import io.cleansight.messaging.read.PartitionReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/** Reads records as the bytes that they are, without a group. */
@Component
class RawTopics {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaProperties properties;

  RawTopics(KafkaProperties properties) {
    this.properties = properties;
  }

  /** A consumer for one thread; the caller closes it. */
  Consumer<String, byte[]> open() {
    Map<String, Object> settings = properties.buildConsumerProperties();
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(settings);
  }

  /**
   * Gives every record of a partition that is there at the call, from that time of the broker on.
   *
   * @param sinceMillis since 1970; 0: all
   * @throws IllegalStateException if Kafka gives no more for ten seconds
   */
  static void read(
      Consumer<String, byte[]> consumer,
      TopicPartition partition,
      long sinceMillis,
      java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    try {
      new PartitionReader<>(consumer, PATIENCE)
          .read(partition, start(consumer, partition, sinceMillis, end), end, each);
    } catch (TimeoutException e) {
      throw new IllegalStateException(partition + " cannot be read", e);
    }
  }

  private static long start(
      Consumer<String, byte[]> consumer, TopicPartition partition, long sinceMillis, long end) {
    if (sinceMillis <= 0) {
      return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
    OffsetAndTimestamp start =
        consumer.offsetsForTimes(Map.of(partition, sinceMillis)).get(partition);
    return start == null ? end : start.offset();
  }
}
