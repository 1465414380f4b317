package io.cleansight.messaging.read;

import java.time.Duration;
import java.util.List;
import net.jcip.annotations.NotThreadSafe;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a partition from one offset to another. For one thread, as its consumer is. */
@NotThreadSafe
public final class PartitionReader<K, V> {
  private final Consumer<K, V> consumer;
  private final Duration patience;

  /**
   * @param consumer without a group; the caller closes it
   * @param patience for Kafka's answer, and for each step forward
   */
  public PartitionReader(Consumer<K, V> consumer, Duration patience) {
    this.consumer = consumer;
    this.patience = patience;
  }

  /**
   * Passes on every record that is there at the call, in order.
   *
   * @throws TimeoutException as {@link #read}
   */
  public void readAll(
      TopicPartition partition, java.util.function.Consumer<ConsumerRecord<K, V>> reader) {
    var it = List.of(partition);
    long start = consumer.beginningOffsets(it, patience).getOrDefault(partition, 0L);
    long end = consumer.endOffsets(it, patience).getOrDefault(partition, 0L);
    read(partition, start, end, reader);
  }

  /**
   * Passes on every record from {@code from} to before {@code to} that is still there, in order.
   *
   * @throws TimeoutException if there is no progress for so long
   */
  public void read(
      TopicPartition partition,
      long from,
      long to,
      java.util.function.Consumer<ConsumerRecord<K, V>> reader) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long position = from;
    while (position < to) {
      for (var record : consumer.poll(patience)) {
        if (record.offset() < to) {
          reader.accept(record);
        }
      }
      // Transaction markers move the position without a record.
      long next = consumer.position(partition, patience);
      if (next == position) {
        throw new TimeoutException("no records of " + partition + " from " + position + " on");
      }
      position = next;
    }
  }
}
