package io.cleansight.messaging.read;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.deadletter.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A batch sorted into what can be used, in its order, and what cannot.
 *
 * @param events those that can be used, with the records they came in
 * @param tombstones records of compacted topics without a value: their key's event holds no longer
 * @param deadLetters the rest, each alone
 */
public record SortedBatch(
    List<ConsumedEvent> events,
    List<ConsumerRecord<String, Decoded<SpecificRecord>>> tombstones,
    List<DeadLetter> deadLetters) {

  /** A readable event under the right key. */
  public record ConsumedEvent(
      ConsumerRecord<String, Decoded<SpecificRecord>> record, SpecificRecord event) {

    /** Its identity, {@code ce_id}; empty if its sender gave it none that is a UUID. */
    public Optional<UUID> id() {
      Header id = record.headers().lastHeader(EventRecords.ID);
      try {
        return id == null
            ? Optional.empty()
            : Optional.of(UUID.fromString(new String(id.value(), StandardCharsets.US_ASCII)));
      } catch (IllegalArgumentException foreign) {
        return Optional.empty();
      }
    }

    /** Where it first lay, if it was a dead letter that somebody replayed. */
    public Optional<Origin> replayOf() {
      return Origin.of(record.headers());
    }
  }

  public static SortedBatch of(Iterable<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    var events = new ArrayList<ConsumedEvent>();
    var tombstones = new ArrayList<ConsumerRecord<String, Decoded<SpecificRecord>>>();
    var dead = new ArrayList<DeadLetter>();
    for (var record : batch) {
      switch (SortedRecord.of(record.topic(), record.key(), record.value())) {
        case SortedRecord.Event(var event) -> events.add(new ConsumedEvent(record, event));
        case SortedRecord.Tombstone _ -> tombstones.add(record);
        case SortedRecord.Unusable(var why) -> dead.add(DeadLetter.of(record, why));
      }
    }
    return new SortedBatch(List.copyOf(events), List.copyOf(tombstones), List.copyOf(dead));
  }
}
