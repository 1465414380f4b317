package io.cleansight.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what topics still hold of a time: one partition number after another, and within it the
 * topics' records together, oldest first, as a topology over the same topics takes them. Holds no
 * more than a poll of each topic.
 */
public final class History {
  private static final Duration POLL = Duration.ofMillis(200);

  private final org.apache.kafka.clients.consumer.Consumer<String, Decoded<SpecificRecord>>
      consumer;

  /**
   * @param consumer without a group, for one thread; the caller closes it
   */
  public History(
      org.apache.kafka.clients.consumer.Consumer<String, Decoded<SpecificRecord>> consumer) {
    this.consumer = consumer;
  }

  /**
   * Gives every readable record from {@code from} to before {@code to} that was there at the call.
   *
   * @param patience when it ends, read or not
   * @return whether everything was read
   */
  public boolean read(
      Collection<String> topics,
      Instant from,
      Instant to,
      Duration patience,
      Consumer<ConsumerRecord<String, Decoded<SpecificRecord>>> reader) {
    long deadline = System.nanoTime() + patience.toNanos();
    var byNumber = new TreeMap<Integer, List<TopicPartition>>();
    for (String topic : topics) {
      for (PartitionInfo it : consumer.partitionsFor(topic)) {
        byNumber
            .computeIfAbsent(it.partition(), _ -> new java.util.ArrayList<>())
            .add(new TopicPartition(topic, it.partition()));
      }
    }
    for (List<TopicPartition> partitions : byNumber.values()) {
      if (!read(partitions, from, to, deadline, reader)) {
        return false;
      }
    }
    return true;
  }

  private boolean read(
      List<TopicPartition> partitions,
      Instant from,
      Instant to,
      long deadline,
      Consumer<ConsumerRecord<String, Decoded<SpecificRecord>>> reader) {
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = seek(partitions, from);
    var waiting =
        new HashMap<TopicPartition, Queue<ConsumerRecord<String, Decoded<SpecificRecord>>>>();
    partitions.forEach(it -> waiting.put(it, new ArrayDeque<>()));
    while (System.nanoTime() - deadline < 0) {
      List<TopicPartition> lacking =
          partitions.stream()
              .filter(it -> waiting.getOrDefault(it, new ArrayDeque<>()).isEmpty())
              .filter(it -> consumer.position(it) < ends.getOrDefault(it, 0L))
              .toList();
      if (lacking.isEmpty()) {
        Optional<ConsumerRecord<String, Decoded<SpecificRecord>>> oldest = takeOldest(waiting);
        if (oldest.isEmpty()) {
          return true;
        }
        if (isWithin(oldest.get(), from, to)) {
          reader.accept(oldest.get());
        }
      } else {
        consumer.pause(partitions);
        consumer.resume(lacking);
        for (var record : consumer.poll(POLL)) {
          var queue = waiting.get(new TopicPartition(record.topic(), record.partition()));
          if (queue != null) {
            queue.add(record);
          }
        }
      }
    }
    return false;
  }

  private Map<TopicPartition, Long> seek(List<TopicPartition> partitions, Instant from) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    var since = new HashMap<TopicPartition, Long>();
    partitions.forEach(it -> since.put(it, from.toEpochMilli()));
    consumer
        .offsetsForTimes(since)
        .forEach(
            (partition, start) ->
                consumer.seek(
                    partition, start == null ? ends.getOrDefault(partition, 0L) : start.offset()));
    return ends;
  }

  private static Optional<ConsumerRecord<String, Decoded<SpecificRecord>>> takeOldest(
      Map<TopicPartition, Queue<ConsumerRecord<String, Decoded<SpecificRecord>>>> waiting) {
    return waiting.values().stream()
        .filter(it -> !it.isEmpty())
        .min(Comparator.comparingLong(it -> it.element().timestamp()))
        .map(Queue::remove);
  }

  private static boolean isWithin(ConsumerRecord<?, ?> record, Instant from, Instant to) {
    return record.timestamp() >= from.toEpochMilli() && record.timestamp() < to.toEpochMilli();
  }
}
