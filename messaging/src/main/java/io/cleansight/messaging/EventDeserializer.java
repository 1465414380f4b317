package io.cleansight.messaging;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event, or says why there is none; never throws, so that one bad record cannot stop a
 * partition.
 */
public final class EventDeserializer implements Deserializer<Decoded<SpecificRecord>> {
  @Override
  public Decoded<SpecificRecord> deserialize(String topic, byte @Nullable [] bytes) {
    return EventCodec.decode(topic, bytes);
  }
}
