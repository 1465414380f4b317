package io.cleansight.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A batch sorted into what can be used, in its order, and what cannot.
 *
 * @param letters events with the records they came in
 * @param deadLetters the rest, each alone
 */
public record Inbox(List<Letter> letters, List<DeadLetter> deadLetters) {

  /** A readable event under the right key. */
  public record Letter(
      ConsumerRecord<String, Decoded<SpecificRecord>> record, SpecificRecord event) {

    /** Where it first lay, if it was a dead letter that somebody replayed. */
    public Optional<Origin> replayOf() {
      return Origin.of(record.headers());
    }
  }

  public static Inbox of(Iterable<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    var letters = new ArrayList<Letter>();
    var dead = new ArrayList<DeadLetter>();
    for (var record : batch) {
      switch (record.value()) {
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
    return new Inbox(List.copyOf(letters), List.copyOf(dead));
  }
}
