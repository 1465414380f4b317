package io.cleansight.contracts.codec;

import io.cleansight.contracts.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SystemLimitException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MessageDecoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.RawMessageDecoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events to bytes and back: Avro single-object encoding, readable by every release that knows one
 * of the schemas under {@code released/}, and whatever else {@link Framing} reads.
 */
@ThreadSafe
public final class EventCodec {
  /**
   * Marker, then the schema's 8-byte fingerprint: see Avro's specification of single-object
   * encoding.
   */
  static final int HEADER_BYTES = 10;

  private static final String NO_LIMITS =
      "Avro would allocate whatever a record asks for: start the JVM with the options of infra/images/jvm.options";

  static {
    requireLimits();
  }

  private static final Map<String, Format<?>> FORMATS = formats();

  private EventCodec() {}

  public static byte[] encode(String topic, SpecificRecord event) {
    Format<?> format = format(topic);
    if (!format.type.isInstance(event)) {
      throw new IllegalArgumentException(
          topic + " takes " + format.type.getSimpleName() + ", not " + event.getClass().getName());
    }
    try {
      ByteBuffer bytes = format.encoder.encode(event);
      var array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a buffer in memory cannot fail
    }
  }

  /**
   * Never throws for what the bytes may hold; allocates no more than the record limit.
   *
   * @throws SchemaLookupException if a schema registry has to be asked and does not answer
   */
  public static Decoded<SpecificRecord> decode(String topic, byte @Nullable [] bytes) {
    return Framing.current().decode(topic, bytes);
  }

  static Decoded<SpecificRecord> decodeSingleObject(String topic, byte @Nullable [] bytes) {
    if (bytes == null || bytes.length < HEADER_BYTES) {
      return new Decoded.Unreadable<>(
          bytes == null ? new byte[0] : bytes,
          ErrorCode.EMPTY,
          "less than the 10 bytes of a header");
    }
    Format<?> format = FORMATS.get(topic);
    return format == null
        ? new Decoded.Unreadable<>(bytes, ErrorCode.MALFORMED, "no topic " + topic)
        : decode(format.decoder, bytes, 0);
  }

  /** Decodes an event of {@code topic} that was written with that schema; null: it cannot be. */
  static @Nullable MessageDecoder<SpecificRecord> decoder(String topic, Schema writer) {
    Format<?> format = FORMATS.get(topic);
    if (format == null
        || SchemaCompatibility.checkReaderWriterCompatibility(format.schema, writer).getType()
            != SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE) {
      return null;
    }
    return new RawMessageDecoder<>(format.model, writer, format.schema);
  }

  static Decoded<SpecificRecord> decode(
      MessageDecoder<SpecificRecord> decoder, byte[] bytes, int from) {
    var in = new ByteArrayInputStream(bytes, from, bytes.length - from);
    try {
      SpecificRecord event = decoder.decode(in);
      return in.available() > 0
          ? new Decoded.Unreadable<>(
              bytes, ErrorCode.TRAILING_BYTES, in.available() + " bytes after the event")
          : ContractRules.brokenBy(event)
              .<Decoded<SpecificRecord>>map(
                  broken -> new Decoded.Unreadable<>(bytes, ErrorCode.OUT_OF_CONTRACT, broken))
              .orElseGet(() -> new Decoded.Event<>(event));
    } catch (MissingSchemaException e) {
      return new Decoded.Unreadable<>(
          bytes, ErrorCode.UNKNOWN_SCHEMA, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      // Avro reports malformed input through runtime exceptions of many kinds, index errors among
      // them.
      return new Decoded.Unreadable<>(
          bytes, ErrorCode.MALFORMED, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static Format<?> format(String topic) {
    Format<?> format = FORMATS.get(topic);
    if (format == null) {
      throw new IllegalArgumentException("no topic " + topic);
    }
    return format;
  }

  /**
   * Avro reads its limits once, when its first class loads; too late to set them from here, in time
   * to check.
   */
  private static void requireLimits() {
    byte[] gigabyteToCome = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08};
    try {
      DecoderFactory.get().binaryDecoder(gigabyteToCome, null).readBytes(null);
    } catch (SystemLimitException refused) {
      return;
    } catch (IOException | OutOfMemoryError tried) {
      throw new IllegalStateException(NO_LIMITS, tried);
    }
    throw new IllegalStateException(NO_LIMITS);
  }

  private static Map<String, Format<?>> formats() {
    var released = new SchemaStore.Cache();
    Topics.sources().stream()
        .flatMap(topic -> ReleasedSchemas.of(topic.event()).stream())
        .forEach(released::addSchema);
    return Topics.sources().stream()
        .map(topic -> new Format<>(topic.name(), topic.event(), released))
        .collect(Collectors.toUnmodifiableMap(format -> format.topic, Function.identity()));
  }

  private static final class Format<T extends SpecificRecord> {
    final String topic;
    final Class<T> type;
    final SpecificData model;
    final Schema schema;
    final BinaryMessageEncoder<Object> encoder;
    final BinaryMessageDecoder<SpecificRecord> decoder;

    Format(String topic, Class<T> type, SchemaStore released) {
      this.topic = topic;
      this.type = type;
      // Generated classes know their conversions of logical types only through their own model.
      this.model = SpecificData.getForClass(type);
      this.schema = model.getSchema(type);
      this.encoder = new BinaryMessageEncoder<>(model, schema);
      this.decoder = new BinaryMessageDecoder<>(model, schema, released);
    }
  }
}
