package io.cleansight.messaging;

import io.cleansight.contracts.Topics;
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
 * @param letters events with the records they came in
 * @param withdrawn records of compacted topics that say that their key's event holds no longer
 * @param deadLetters the rest, each alone
 */
public record Inbox(
    List<Letter> letters,
    List<ConsumerRecord<String, Decoded<SpecificRecord>>> withdrawn,
    List<DeadLetter> deadLetters) {

  private static final Decoded.Unreadable<SpecificRecord> EMPTY =
      new Decoded.Unreadable<>(new byte[0], ErrorCode.EMPTY, "no value");

  /** A readable event under the right key. */
  public record Letter(
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

  public static Inbox of(Iterable<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    var letters = new ArrayList<Letter>();
    var withdrawn = new ArrayList<ConsumerRecord<String, Decoded<SpecificRecord>>>();
    var dead = new ArrayList<DeadLetter>();
    for (var record : batch) {
      switch (record.value()) {
        case null -> {
          if (record.key() != null && Topics.source(record.topic()).compacted()) {
            withdrawn.add(record);
          } else {
            dead.add(DeadLetter.of(record, EMPTY));
          }
        }
        case Decoded.Unreadable<SpecificRecord> unreadable ->
            dead.add(DeadLetter.of(record, unreadable));
        case Decoded.Event<SpecificRecord>(var event) -> {
          String key = ContractRules.keyOf(event).orElseThrow();
          if (key.equals(record.key())) {
            letters.add(new Letter(record, event));
          } else {
            dead.add(
                DeadLetter.of(
                    record, event, ErrorCode.WRONG_KEY, "key is " + record.key() + ", not " + key));
          }
        }
      }
    }
    return new Inbox(List.copyOf(letters), List.copyOf(withdrawn), List.copyOf(dead));
  }
}
