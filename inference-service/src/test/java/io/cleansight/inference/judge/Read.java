package io.cleansight.inference.judge;

import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What is in a topic. */
final class Read {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Read() {}

  /** All that is committed there, by partition in its order. */
  static <T> List<T> all(EmbeddedKafka kafka, String topic, Class<T> type) {
    var events = new ArrayList<T>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new EventDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (partitions.stream()
          .anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (record.value() instanceof Decoded.Event<?>(var event)) {
            events.add(type.cast(event));
          }
        }
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException("not read to the end: " + ends);
        }
      }
    }
    return events;
  }
}
