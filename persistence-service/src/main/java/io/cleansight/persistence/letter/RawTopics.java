package io.cleansight.persistence.letter;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/** Reads records as the bytes that they are, without a group. */
@Component
class RawTopics {
  private static final Duration POLL = Duration.ofMillis(500);
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
    consumer.assign(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    seek(consumer, partition, sinceMillis, end);
    long progress = System.nanoTime();
    while (consumer.position(partition) < end) {
      long before = consumer.position(partition);
      for (var record : consumer.poll(POLL)) {
        if (record.offset() < end) {
          each.accept(record);
        }
      }
      if (consumer.position(partition) > before) {
        progress = System.nanoTime();
      } else if (System.nanoTime() - progress > PATIENCE.toNanos()) {
        throw new IllegalStateException(partition + " cannot be read");
      }
    }
  }

  private static void seek(
      Consumer<String, byte[]> consumer, TopicPartition partition, long sinceMillis, long end) {
    if (sinceMillis <= 0) {
      consumer.seekToBeginning(List.of(partition));
      return;
    }
    OffsetAndTimestamp start =
        consumer.offsetsForTimes(Map.of(partition, sinceMillis)).get(partition);
    consumer.seek(partition, start == null ? end : start.offset());
  }
}
