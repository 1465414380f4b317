package io.cleansight.messaging.read;

import io.cleansight.contracts.EventTime;
import io.cleansight.contracts.codec.Decoded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what topics still hold of a time: one partition number after another, and within it the
 * topics' records together, oldest first, as a topology over the same topics takes them. Holds no
 * more than a poll of each topic.
 */
public final class TopicReplay {
  /** What is further ahead of the broker is marked as untimely and means nothing. */
  static final Duration AHEAD = Duration.ofHours(1);

  private static final Duration POLL = Duration.ofMillis(200);

  private final org.apache.kafka.clients.consumer.Consumer<String, Decoded<SpecificRecord>>
      consumer;

  /**
   * @param consumer without a group, for one thread; the caller closes it
   */
  public TopicReplay(
      org.apache.kafka.clients.consumer.Consumer<String, Decoded<SpecificRecord>> consumer) {
    this.consumer = consumer;
  }

  /**
   * Gives every readable record that the broker appended from {@code from} to before {@code to} and
   * that was there at the call.
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
    return read(
        topics, from, patience, only(record -> isWithin(appended(record), from, to), reader));
  }

  /**
   * Gives every event that tells of something from {@code from} to before {@code to}, by {@link
   * EventTime its own time}, and that was there at the call. The broker may have had it {@link
   * #AHEAD} earlier, as clocks are wrong, or any time later, as video is recorded.
   *
   * @param patience when it ends, read or not
   * @return whether everything was read
   */
  public boolean readEvents(
      Collection<String> topics,
      Instant from,
      Instant to,
      Duration patience,
      Consumer<ConsumerRecord<String, Decoded<SpecificRecord>>> reader) {
    return read(
        topics,
        from.minus(AHEAD),
        patience,
        only(
            record ->
                record.value() instanceof Decoded.Event<SpecificRecord>(var event)
                    && isWithin(EventTime.of(event, appended(record)), from, to),
            reader));
  }

  private boolean read(
      Collection<String> topics,
      Instant since,
      Duration patience,
      Consumer<ConsumerRecord<String, Decoded<SpecificRecord>>> reader) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (List<TopicPartition> partitions : byNumber(topics)) {
      if (!read(partitions, since, deadline, reader)) {
        return false;
      }
    }
    return true;
  }

  /** The topics' partitions of each number. */
  private Collection<List<TopicPartition>> byNumber(Collection<String> topics) {
    var byNumber = new TreeMap<Integer, List<TopicPartition>>();
    for (String topic : topics) {
      for (PartitionInfo it : consumer.partitionsFor(topic)) {
        byNumber
            .computeIfAbsent(it.partition(), _ -> new ArrayList<>())
            .add(new TopicPartition(topic, it.partition()));
      }
    }
    return byNumber.values();
  }

  private boolean read(
      List<TopicPartition> partitions,
      Instant since,
      long deadline,
      Consumer<ConsumerRecord<String, Decoded<SpecificRecord>>> reader) {
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = seek(partitions, since);
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
        reader.accept(oldest.get());
      } else {
        consumer.pause(partitions);
        consumer.resume(lacking);
        poll(waiting, ends);
      }
    }
    return false;
  }

  private void poll(
      Map<TopicPartition, Queue<ConsumerRecord<String, Decoded<SpecificRecord>>>> waiting,
      Map<TopicPartition, Long> ends) {
    for (var record : consumer.poll(POLL)) {
      var partition = new TopicPartition(record.topic(), record.partition());
      var queue = waiting.get(partition);
      if (queue != null && record.offset() < ends.getOrDefault(partition, 0L)) {
        queue.add(record);
      }
    }
  }

  private Map<TopicPartition, Long> seek(List<TopicPartition> partitions, Instant from) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    var since = new HashMap<TopicPartition, Long>();
    partitions.forEach(it -> since.put(it, Math.max(0, from.toEpochMilli())));
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

  private static Consumer<ConsumerRecord<String, Decoded<SpecificRecord>>> only(
      Predicate<ConsumerRecord<String, Decoded<SpecificRecord>>> wanted,
      Consumer<ConsumerRecord<String, Decoded<SpecificRecord>>> reader) {
    return record -> {
      if (wanted.test(record)) {
        reader.accept(record);
      }
    };
  }

  private static Instant appended(ConsumerRecord<?, ?> record) {
    return Instant.ofEpochMilli(record.timestamp());
  }

  private static boolean isWithin(Instant at, Instant from, Instant to) {
    return !at.isBefore(from) && at.isBefore(to);
  }
}
