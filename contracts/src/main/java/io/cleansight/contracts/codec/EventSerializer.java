package io.cleansight.contracts.codec;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes an event, or raw bytes on their way to the dead letters. Null stays null: a tombstone. */
public final class EventSerializer implements Serializer<Object> {
  @Override
  public byte @Nullable [] serialize(String topic, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case byte[] raw -> raw;
      case SpecificRecord event -> Framing.current().encode(topic, event);
      default -> throw new IllegalArgumentException("no event: " + value.getClass());
    };
  }
}
