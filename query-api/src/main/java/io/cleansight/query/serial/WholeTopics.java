package io.cleansight.query.serial;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.read.TopicTailer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads topics from their beginning and follows them; others wait until it has come as far as they
 * need. After trouble it reads them anew, for another listener: what was withdrawn meanwhile may no
 * longer be in the topics.
 */
public final class WholeTopics implements TopicTailer.Reading {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final Supplier<Hearer> hearers;
  private final Map<TopicPartition, Long> read = new ConcurrentHashMap<>();

  /** Is told all records, on the reading thread. */
  public interface Hearer {
    void hear(ConsumerRecord<String, Decoded<SpecificRecord>> record);

    /** All that was there at the beginning was told; what comes now is new. */
    void begin();
  }

  /**
   * @param hearers one for each reading from the beginning
   */
  public WholeTopics(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers, Supplier<Hearer> hearers) {
    this.consumers = consumers;
    this.hearers = hearers;
  }

  @Override
  public void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going) {
    consumer.seekToBeginning(consumer.assignment());
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), PATIENCE);
    Hearer hearer = hearers.get();
    while (going.getAsBoolean() && !isRead(consumer, ends)) {
      consumer.poll(POLL).forEach(hearer::hear);
    }
    if (!going.getAsBoolean()) {
      return;
    }
    hearer.begin();
    advance(consumer);
    while (going.getAsBoolean()) {
      consumer.poll(POLL).forEach(hearer::hear);
      advance(consumer);
    }
  }

  private static boolean isRead(
      Consumer<String, Decoded<SpecificRecord>> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(it -> consumer.position(it.getKey(), PATIENCE) >= it.getValue());
  }

  private synchronized void advance(Consumer<String, Decoded<SpecificRecord>> consumer) {
    consumer.assignment().forEach(it -> read.put(it, consumer.position(it, PATIENCE)));
    notifyAll();
  }

  /** Whether all that those of the topics hold now was told, within so long. */
  public boolean awaitEnd(List<String> topics, Duration patience) throws InterruptedException {
    try (var consumer = consumers.createConsumer(null, "end-" + UUID.randomUUID())) {
      List<TopicPartition> partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic, patience).stream())
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      return awaitRead(consumer.endOffsets(partitions, patience), patience);
    }
  }

  /** Whether all before those offsets was told, within so long. */
  public synchronized boolean awaitRead(Map<TopicPartition, Long> ends, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isRead(ends)) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private boolean isRead(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(it -> read.getOrDefault(it.getKey(), -1L) >= it.getValue());
  }
}
