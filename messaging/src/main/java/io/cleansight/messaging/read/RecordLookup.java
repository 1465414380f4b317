package io.cleansight.messaging.read;

import io.cleansight.contracts.codec.Decoded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jcip.annotations.NotThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads single records by where they lie. Owns its consumer, which must belong to no group, never
 * reset its position by itself ({@code auto.offset.reset=none}) and poll one record at a time.
 */
@NotThreadSafe
public final class RecordLookup implements AutoCloseable {
  private final Consumer<String, Decoded<SpecificRecord>> consumer;

  public RecordLookup(Consumer<String, Decoded<SpecificRecord>> consumer) {
    this.consumer = consumer;
  }

  /**
   * The event at that very place.
   *
   * @return empty if it is gone, was never there, or cannot be read
   * @throws IllegalStateException if it is there and did not come within {@code patience}
   */
  public Optional<SpecificRecord> find(
      String topic, int partition, long offset, Duration patience) {
    if (partition < 0 || offset < 0) {
      return Optional.empty(); // whoever says so has no place
    }
    var place = new TopicPartition(topic, partition);
    if (!consumer.assignment().equals(Set.of(place))) {
      consumer.assign(List.of(place));
    }
    consumer.seek(place, offset);
    try {
      for (var record : consumer.poll(patience).records(place)) {
        if (record.offset() == offset
            && record.value() instanceof Decoded.Event<SpecificRecord>(var event)) {
          return Optional.of(event);
        }
        return Optional.empty(); // what came lies elsewhere, or is no event
      }
    } catch (OffsetOutOfRangeException gone) {
      return Optional.empty(); // retention was quicker
    }
    if (!isPartition(place, patience) || isOutside(place, offset, patience)) {
      return Optional.empty();
    }
    throw new IllegalStateException(place + "@" + offset + " did not come within " + patience);
  }

  private boolean isPartition(TopicPartition place, Duration patience) {
    return consumer.partitionsFor(place.topic(), patience).stream()
        .anyMatch(it -> it.partition() == place.partition());
  }

  private boolean isOutside(TopicPartition place, long offset, Duration patience) {
    Long start = consumer.beginningOffsets(List.of(place), patience).get(place);
    Long end = consumer.endOffsets(List.of(place), patience).get(place);
    return start != null && end != null && (offset < start || offset >= end);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
