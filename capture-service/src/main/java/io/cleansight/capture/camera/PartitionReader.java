package io.cleansight.capture.camera;

import io.cleansight.messaging.Decoded;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a partition from one offset to another. For one thread, as its consumer is. */
final class PartitionReader {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Consumer<String, Decoded<SpecificRecord>> consumer;

  /**
   * @param consumer without a group; the caller closes it
   */
  PartitionReader(Consumer<String, Decoded<SpecificRecord>> consumer) {
    this.consumer = consumer;
  }

  /**
   * Passes on every record from {@code from} to before {@code to} that is still there, in order.
   *
   * @throws TimeoutException if there is no progress for {@link #PATIENCE}
   */
  void read(
      TopicPartition partition,
      long from,
      long to,
      java.util.function.Consumer<ConsumerRecord<String, Decoded<SpecificRecord>>> reader) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long position = from;
    while (position < to) {
      for (var record : consumer.poll(PATIENCE)) {
        if (record.offset() < to) {
          reader.accept(record);
        }
      }
      // Transaction markers move the position without a record.
      long next = consumer.position(partition, PATIENCE);
      if (next == position) {
        throw new TimeoutException("no records of " + partition + " from " + position + " on");
      }
      position = next;
    }
  }
}
