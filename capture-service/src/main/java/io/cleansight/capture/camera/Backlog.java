package io.cleansight.capture.camera;

import io.cleansight.contracts.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How many frames wait for inference in the fullest partition. A recorded file must not run further
 * ahead than the frames topic keeps. For several threads.
 */
final class Backlog implements AutoCloseable {
  /** The consumer group of inference-service's detection. */
  private static final String GROUP = "inference-detect";

  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int PATIENCE_SECONDS = 5;

  private final Admin admin;
  private long known;
  private long knownAt = System.nanoTime() - FRESH_NANOS;

  Backlog(Admin admin) {
    this.admin = admin;
  }

  /** Asked at most twice a second; the last answer holds while Kafka does not give one. */
  synchronized long frames() throws InterruptedException {
    if (System.nanoTime() - knownAt >= FRESH_NANOS) {
      try {
        known = ask();
      } catch (ExecutionException | TimeoutException unanswered) {
        org.slf4j.LoggerFactory.getLogger(Backlog.class)
            .debug("backlog unknown, still taken to be {} frames", known, unanswered);
      }
      knownAt = System.nanoTime();
    }
    return known;
  }

  @Override
  public void close() {
    admin.close();
  }

  private long ask() throws InterruptedException, ExecutionException, TimeoutException {
    var description =
        admin
            .describeTopics(java.util.List.of(Topics.FRAMES))
            .allTopicNames()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var partitions =
        description.values().stream()
            .flatMap(topic -> topic.partitions().stream())
            .map(partition -> new TopicPartition(Topics.FRAMES, partition.partition()))
            .toList();
    var committed =
        admin
            .listConsumerGroupOffsets(GROUP)
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var ends = offsets(partitions, OffsetSpec.latest());
    var starts = offsets(partitions, OffsetSpec.earliest());
    return partitions.stream()
        .mapToLong(
            partition -> {
              var position = committed.get(partition);
              long start = starts.getOrDefault(partition, 0L);
              long next = position == null ? start : Math.max(start, position.offset());
              return ends.getOrDefault(partition, 0L) - next;
            })
        .max()
        .orElse(0);
  }

  private Map<TopicPartition, Long> offsets(
      java.util.List<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException, ExecutionException, TimeoutException {
    var asked = partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> which));
    var answer = admin.listOffsets(asked).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var offsets = new HashMap<TopicPartition, Long>();
    answer.forEach((partition, result) -> offsets.put(partition, result.offset()));
    return offsets;
  }
}
