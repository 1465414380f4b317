package io.cleansight.standalone;

import io.cleansight.contracts.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Waits until services have read what Kafka holds for them. */
final class Drain implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;
  private static final Duration LOOK = Duration.ofMillis(200);

  /** A partition of these ends behind the last transaction's marker, which is no record. */
  private static final Set<String> IN_TRANSACTIONS =
      Set.of(
          Topics.CAMERAS,
          Topics.CAMERA_SOURCES,
          Topics.ALERT_RULES,
          Topics.DETECTIONS,
          Topics.ACTIVITY,
          Topics.VIOLATIONS,
          Topics.SKIPPED_FRAMES,
          Topics.EVIDENCE,
          Topics.ALERTS,
          Topics.ALERT_MEMBERS,
          Topics.NOTIFICATION_REQUESTS,
          Topics.NOTIFICATIONS);

  private final Admin admin;

  Drain(String bootstrapServers) {
    admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  /**
   * Waits for a service.
   *
   * @return how many records it had still to read when the patience was over; 0: none
   */
  long await(Service service, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException {
    long end = System.nanoTime() + patience.toNanos();
    long left = unread(service);
    while (left > 0 && System.nanoTime() - end < 0) {
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      left = unread(service);
    }
    return left;
  }

  @Override
  public void close() {
    admin.close();
  }

  private long unread(Service service)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, ListConsumerGroupOffsetsSpec> groups =
        within(admin.listGroups().all()).stream()
            .map(GroupListing::groupId)
            .filter(it -> it.startsWith(service.groupPrefix()))
            .collect(Collectors.toMap(it -> it, _ -> new ListConsumerGroupOffsetsSpec()));
    long unread = 0;
    if (!groups.isEmpty()) {
      for (var read : within(admin.listConsumerGroupOffsets(groups).all()).values()) {
        unread += unread(read);
      }
    }
    return unread;
  }

  private long unread(Map<TopicPartition, OffsetAndMetadata> read)
      throws InterruptedException, ExecutionException, TimeoutException {
    var asked = new HashMap<TopicPartition, OffsetSpec>();
    Set<String> topics =
        read.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
    for (var topic : within(admin.describeTopics(topics).allTopicNames()).values()) {
      topic
          .partitions()
          .forEach(
              it ->
                  asked.put(new TopicPartition(topic.name(), it.partition()), OffsetSpec.latest()));
    }
    return within(admin.listOffsets(asked).all()).entrySet().stream()
        .mapToLong(
            end -> {
              int marker = IN_TRANSACTIONS.contains(end.getKey().topic()) ? 1 : 0;
              OffsetAndMetadata position = read.get(end.getKey());
              long next = position == null ? 0 : position.offset();
              return Math.max(0, end.getValue().offset() - marker - next);
            })
        .sum();
  }

  private static <T> T within(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
