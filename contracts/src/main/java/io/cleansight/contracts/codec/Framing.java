package io.cleansight.contracts.codec;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.Schema;
import org.apache.avro.message.MessageDecoder;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What stands before an event's bytes: Avro's single-object header, or that of Confluent's
 * serializers, a zero and the id that a schema registry gave the schema. Which of them is written
 * is a setting; both are read, told apart by their first byte.
 */
@ThreadSafe
public final class Framing {
  /** The first byte of Confluent's framing; Avro's marker begins with C3. */
  private static final byte MAGIC = 0;

  private static final int HEADER_BYTES = 5;

  /** A site has as many as it has had releases and topics. */
  private static final int MOST_SCHEMAS = 1000;

  private static final String NO_REGISTRY = "Confluent framing, and no schema registry is set";

  /** Of the process: Kafka makes serializers by their names, and topologies make their own. */
  private static volatile Framing current = new Framing(Map.of(), null);

  private final Map<String, Integer> ids;
  private final @Nullable SchemaLookup registry;
  private final Map<Written, MessageDecoder<SpecificRecord>> decoders =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(
                Map.Entry<Written, MessageDecoder<SpecificRecord>> eldest) {
              return size() > MOST_SCHEMAS;
            }
          });

  private record Written(String topic, int id) {}

  /**
   * @param ids what the registry calls the current schema of each topic that is written in
   *     Confluent's framing; every other is written in Avro's
   * @param registry asked once for each id that is read; null: Confluent's framing is not read
   */
  public Framing(Map<String, Integer> ids, @Nullable SchemaLookup registry) {
    this.ids = Map.copyOf(ids);
    this.registry = registry;
  }

  /** What this process writes, and reads by. */
  public static Framing current() {
    return current;
  }

  /** To be set before the first client of Kafka is made. */
  public static void use(Framing framing) {
    current = framing;
  }

  public byte[] encode(String topic, SpecificRecord event) {
    byte[] single = EventCodec.encode(topic, event);
    Integer id = ids.get(topic);
    if (id == null) {
      return single;
    }
    int body = single.length - EventCodec.HEADER_BYTES;
    return ByteBuffer.allocate(HEADER_BYTES + body)
        .put(MAGIC)
        .putInt(id)
        .put(single, EventCodec.HEADER_BYTES, body)
        .array();
  }

  /**
   * Never throws for what the bytes may hold.
   *
   * @throws SchemaLookupException if the registry has to be asked and does not answer
   */
  public Decoded<SpecificRecord> decode(String topic, byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0 || bytes[0] != MAGIC) {
      return EventCodec.decodeSingleObject(topic, bytes);
    }
    if (registry == null) {
      return new Decoded.Unreadable<>(bytes, ErrorCode.UNKNOWN_SCHEMA, NO_REGISTRY);
    }
    if (bytes.length < HEADER_BYTES) {
      return new Decoded.Unreadable<>(bytes, ErrorCode.EMPTY, "less than the 5 bytes of a header");
    }
    int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    MessageDecoder<SpecificRecord> decoder = decoder(registry, new Written(topic, id));
    if (decoder == null) {
      return new Decoded.Unreadable<>(
          bytes, ErrorCode.UNKNOWN_SCHEMA, "no schema of " + topic + " has the id " + id);
    }
    return EventCodec.decode(decoder, bytes, HEADER_BYTES);
  }

  private @Nullable MessageDecoder<SpecificRecord> decoder(SchemaLookup asked, Written written) {
    MessageDecoder<SpecificRecord> known = decoders.get(written);
    if (known != null) {
      return known;
    }
    Schema writer = asked.find(written.id);
    MessageDecoder<SpecificRecord> found =
        writer == null ? null : EventCodec.decoder(written.topic, writer);
    if (found != null) {
      decoders.put(written, found);
    }
    return found;
  }
}
