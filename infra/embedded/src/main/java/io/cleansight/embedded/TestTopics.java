package io.cleansight.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What tests do with topics: make them, and read what is committed. */
public final class TestTopics {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofMillis(50);

  private TestTopics() {}

  /**
   * Makes topics, and returns when all their partitions can be written to. That is a moment after
   * they are made; what is sent before may be lost, as its producer's later batches come first.
   *
   * @throws IllegalStateException if that takes longer than a minute
   */
  public static void make(String bootstrapServers, Collection<NewTopic> topics)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> partitions = ends(topics);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (var admin = admin(bootstrapServers)) {
      admin.createTopics(topics).all().get();
      while (!areLed(admin, partitions)) {
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException("partitions without leaders: " + partitions.keySet());
        }
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    }
  }

  /**
   * Everything that is committed in a topic now, each partition in its order.
   *
   * @throws IllegalStateException if that takes longer than a minute
   */
  public static <V> List<ConsumerRecord<String, V>> committed(
      String bootstrapServers, String topic, Deserializer<V> values) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    var records = new ArrayList<ConsumerRecord<String, V>>();
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(assignAll(consumer, topic));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        if (System.nanoTime() - deadline > 0) {
          throw new IllegalStateException(topic + " is not read to " + ends);
        }
        consumer.poll(POLL).forEach(records::add);
      }
    }
    return records;
  }

  private static Map<TopicPartition, OffsetSpec> ends(Collection<NewTopic> topics) {
    var ends = new HashMap<TopicPartition, OffsetSpec>();
    for (NewTopic topic : topics) {
      for (int number = 0; number < topic.numPartitions(); number++) {
        ends.put(new TopicPartition(topic.name(), number), OffsetSpec.latest());
      }
    }
    return ends;
  }

  private static List<TopicPartition> assignAll(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }

  private static boolean areLed(Admin admin, Map<TopicPartition, OffsetSpec> partitions)
      throws InterruptedException, ExecutionException {
    try {
      admin.listOffsets(partitions).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        return false;
      }
      throw e;
    }
  }

  private static Admin admin(String bootstrapServers) {
    return Admin.create(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }
}
