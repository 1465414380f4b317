package io.cleansight.contracts.codec;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event, or says why there is none; never throws, so that one bad record cannot stop a
 * partition. Null stays null, a tombstone: Kafka Streams asks for it, consumers do not.
 */
public final class EventDeserializer implements Deserializer<Decoded<SpecificRecord>> {
  @Override
  public @Nullable Decoded<SpecificRecord> deserialize(String topic, byte @Nullable [] bytes) {
    return bytes == null ? null : EventCodec.decode(topic, bytes);
  }
}
