package io.cleansight.messaging.read;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.ContractRules;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.contracts.codec.EventCodec;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What one record of a topic is to whoever reads it, wherever it lay. */
public sealed interface SortedRecord {

  /** A readable event under the right key. */
  record Event(SpecificRecord event) implements SortedRecord {}

  /** A record of a compacted topic without a value: its key's event holds no longer. */
  record Tombstone(String key) implements SortedRecord {}

  /** It cannot be used. */
  record Unusable(Decoded.Unreadable<SpecificRecord> why) implements SortedRecord {}

  static SortedRecord of(
      String topic, @Nullable String key, @Nullable Decoded<SpecificRecord> value) {
    return switch (value) {
      case null ->
          key != null && Topics.source(topic).compacted()
              ? new Tombstone(key)
              : new Unusable(new Decoded.Unreadable<>(new byte[0], ErrorCode.EMPTY, "no value"));
      case Decoded.Unreadable<SpecificRecord> unreadable -> new Unusable(unreadable);
      case Decoded.Event<SpecificRecord>(var event) -> underItsKey(topic, key, event);
    };
  }

  private static SortedRecord underItsKey(
      String topic, @Nullable String key, SpecificRecord event) {
    String right = ContractRules.keyOf(event).orElseThrow();
    return right.equals(key)
        ? new Event(event)
        : new Unusable(
            new Decoded.Unreadable<>(
                EventCodec.encode(topic, event),
                ErrorCode.WRONG_KEY,
                "key is " + key + ", not " + right));
  }
}
