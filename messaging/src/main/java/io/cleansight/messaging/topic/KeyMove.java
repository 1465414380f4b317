package io.cleansight.messaging.topic;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.cleansight.contracts.Topic;
import io.cleansight.messaging.read.PartitionReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.jcip.annotations.NotThreadSafe;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Moves the newest record of each key of a compacted topic to the partition that Kafka's default
 * partitioner chooses for the key, and leaves a tombstone where it was: in one transaction, so that
 * a reader of committed records finds it once. The tombstone is appended first and the value some
 * milliseconds later, so that whoever orders records by the broker's time ends with the value. Only
 * one runs at a time in a cluster; a second fences the first.
 */
@NotThreadSafe
final class KeyMove implements AutoCloseable {
  private static final String TRANSACTIONAL_ID = "partition-growth";
  private static final int BATCH = 100;

  /** A fetch that waits for more records would hold up the next partition. */
  static final int NO_WAIT_MILLIS = 10;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Brokers whose clocks differ by more are not set right by waiting. */
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final PartitionReader<byte[], byte[]> reader;
  private final KafkaProducer<byte[], byte[]> producer;

  KeyMove(Map<String, Object> client) {
    var reading = new HashMap<>(client);
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    reading.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, NO_WAIT_MILLIS);
    var writing = new HashMap<>(client);
    writing.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
    writing.put(ProducerConfig.ACKS_CONFIG, "all");
    writing.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.MAX_DEAD_LETTER_BYTES);
    producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    reader = new PartitionReader<>(consumer, PATIENCE);
  }

  /** Where and when a key was last written. */
  private record Newest(int partition, long appended, boolean home) {
    boolean isBefore(Newest other) {
      return appended < other.appended || (appended == other.appended && !home);
    }
  }

  /** A key that has a value where it does not belong, and the newest record of the key. */
  private record Misplaced(int partition, ConsumerRecord<byte[], byte[]> newest) {}

  /**
   * Moves what is not where it belongs.
   *
   * @param partitions how many the topic has
   */
  void move(String topic, int partitions) throws InterruptedException {
    Map<Bytes, Newest> newest = newest(topic, partitions);
    for (int partition = 0; partition < partitions; partition++) {
      List<Misplaced> misplaced = misplaced(topic, partition, partitions, newest);
      for (int from = 0; from < misplaced.size(); from += BATCH) {
        move(misplaced.subList(from, Math.min(from + BATCH, misplaced.size())), partitions);
      }
    }
  }

  private List<Misplaced> misplaced(
      String topic, int partition, int partitions, Map<Bytes, Newest> newest) {
    Map<Bytes, ConsumerRecord<byte[], byte[]>> here =
        last(topic, partition, key -> home(key.get(), partitions) != partition);
    here.values().removeIf(it -> it.value() == null);
    // One that is newer elsewhere was written by somebody who knew the new number already.
    Map<Integer, Set<Bytes>> elsewhere =
        here.keySet().stream().collect(groupingBy(key -> at(newest, key), toSet()));
    var misplaced = new ArrayList<Misplaced>();
    elsewhere.forEach(
        (place, keys) -> {
          var records = place == partition ? here : last(topic, place, keys::contains);
          keys.forEach(
              key ->
                  Optional.ofNullable(records.get(key))
                      .ifPresent(it -> misplaced.add(new Misplaced(partition, it))));
        });
    return misplaced;
  }

  private static int at(Map<Bytes, Newest> newest, Bytes key) {
    return Objects.requireNonNull(newest.get(key)).partition();
  }

  /** The last record in a partition of each key that is wanted. */
  private Map<Bytes, ConsumerRecord<byte[], byte[]>> last(
      String topic, int partition, Predicate<Bytes> wanted) {
    var last = new LinkedHashMap<Bytes, ConsumerRecord<byte[], byte[]>>();
    read(
        new TopicPartition(topic, partition),
        record -> {
          Bytes key = Bytes.wrap(record.key());
          if (wanted.test(key)) {
            last.put(key, record);
          }
        });
    return last;
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }

  /** The partition of a key, as {@link ProducerRecord}s without one are sent. */
  static int home(byte[] key, int partitions) {
    return KeyPartition.of(key, partitions);
  }

  private Map<Bytes, Newest> newest(String topic, int partitions) {
    var newest = new HashMap<Bytes, Newest>();
    for (int number = 0; number < partitions; number++) {
      int here = number;
      read(
          new TopicPartition(topic, here),
          record ->
              newest.merge(
                  Bytes.wrap(record.key()),
                  new Newest(here, record.timestamp(), home(record.key(), partitions) == here),
                  (known, it) -> it.isBefore(known) ? known : it));
    }
    return newest;
  }

  /** Gives every record with a key that is committed now. */
  private void read(TopicPartition partition, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    reader.readAll(
        partition,
        record -> {
          if (record.key() != null) {
            each.accept(record);
          }
        });
  }

  private void move(List<Misplaced> batch, int partitions) throws InterruptedException {
    producer.beginTransaction();
    try {
      long emptied =
          send(batch.stream().map(it -> record(it.newest(), it.partition(), null)).toList())
              .stream()
              .mapToLong(RecordMetadata::timestamp)
              .max()
              .orElseThrow();
      sendAfter(
          emptied,
          batch.stream()
              .map(Misplaced::newest)
              .map(it -> record(it, home(it.key(), partitions), it.value()))
              .toList());
      producer.commitTransaction();
    } catch (KafkaException | ExecutionException e) {
      producer.close(Duration.ZERO); // whoever runs it again aborts the transaction
      throw new KafkaException("a batch was not moved; run it again", e);
    }
  }

  private void sendAfter(long time, List<ProducerRecord<byte[], byte[]>> records)
      throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + CLOCKS_DIFFER.toNanos();
    while (System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(2);
      if (send(records).stream().allMatch(it -> it.timestamp() > time)) {
        return;
      }
    }
    throw new KafkaException("the brokers' clocks differ by more than " + CLOCKS_DIFFER);
  }

  private List<RecordMetadata> send(List<ProducerRecord<byte[], byte[]>> records)
      throws InterruptedException, ExecutionException {
    List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
    producer.flush();
    var placed = new ArrayList<RecordMetadata>();
    for (Future<RecordMetadata> it : sent) {
      placed.add(it.get());
    }
    return placed;
  }

  private static ProducerRecord<byte[], byte[]> record(
      ConsumerRecord<byte[], byte[]> origin, int partition, byte @Nullable [] value) {
    return new ProducerRecord<>(
        origin.topic(),
        partition,
        origin.key(),
        value,
        value == null ? List.of() : origin.headers());
  }
}
