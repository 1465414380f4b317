package io.cleansight.persistence.deadletter;

import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.deadletter.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Finds the records that dead letters are of, where a letter could not hold them. */
@NotThreadSafe
final class Originals implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Consumer<String, byte[]> consumer;

  /**
   * @param consumer which is closed with this
   */
  Originals(Consumer<String, byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * The record as it lies in its topic; empty if it is gone, or another lies there by now.
   *
   * @throws IllegalStateException if Kafka does not give it in time
   */
  Optional<ConsumerRecord<String, byte[]>> find(ConsumerRecord<?, ?> letter) {
    String sha256 = Origin.text(letter.headers(), DeadLetter.SHA_256);
    return Origin.of(letter.headers())
        .flatMap(this::at)
        .filter(it -> it.value() != null && DeadLetter.sha256(it.value()).equals(sha256));
  }

  private Optional<ConsumerRecord<String, byte[]>> at(Origin place) {
    var partition = new TopicPartition(place.topic(), place.partition());
    var partitions = List.of(partition);
    consumer.assign(partitions);
    long start = consumer.beginningOffsets(partitions).getOrDefault(partition, 0L);
    long end = consumer.endOffsets(partitions).getOrDefault(partition, 0L);
    if (place.offset() < start || place.offset() >= end) {
      return Optional.empty();
    }
    consumer.seek(partition, place.offset());
    return next(partition, place);
  }

  /** The record at its consumer's position, if that is the place. */
  private Optional<ConsumerRecord<String, byte[]>> next(TopicPartition partition, Origin place) {
    for (long asked = System.nanoTime(); System.nanoTime() - asked < PATIENCE.toNanos(); ) {
      for (var record : consumer.poll(POLL)) {
        return record.offset() == place.offset() ? Optional.of(record) : Optional.empty();
      }
      if (consumer.position(partition) > place.offset()) {
        return Optional.empty(); // nothing but what Kafka itself wrote
      }
    }
    throw new IllegalStateException(place + " did not come within " + PATIENCE);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
