package io.cleansight.messaging.codec;

import io.cleansight.contracts.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Events to bytes and back: Avro single-object encoding, readable by every release that knows one
 * of the schemas under {@code released/}. The one place that decides the framing.
 */
@ThreadSafe
public final class EventCodec {
  /**
   * Marker, then the schema's 8-byte fingerprint: see Avro's specification of single-object
   * encoding.
   */
  private static final int HEADER_BYTES = 10;

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

  /** Never throws for what the bytes may hold; allocates no more than the record limit. */
  public static Decoded<SpecificRecord> decode(
      String topic, byte @org.jspecify.annotations.Nullable [] bytes) {
    if (bytes == null || bytes.length < HEADER_BYTES) {
      return new Decoded.Unreadable<>(
          bytes == null ? new byte[0] : bytes,
          ErrorCode.EMPTY,
          "less than the 10 bytes of a header");
    }
    try {
      return decode(format(topic), bytes);
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

  private static Decoded<SpecificRecord> decode(Format<?> format, byte[] bytes) throws IOException {
    var in = new ByteArrayInputStream(bytes);
    SpecificRecord event = format.decoder.decode(in);
    if (in.available() > 0) {
      return new Decoded.Unreadable<>(
          bytes, ErrorCode.TRAILING_BYTES, in.available() + " bytes after the event");
    }
    return ContractRules.brokenBy(event)
        .<Decoded<SpecificRecord>>map(
            broken -> new Decoded.Unreadable<>(bytes, ErrorCode.OUT_OF_CONTRACT, broken))
        .orElseGet(() -> new Decoded.Event<>(event));
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
    try {
      for (var file :
          new PathMatchingResourcePatternResolver().getResources("classpath*:released/*/*.avsc")) {
        try (InputStream in = file.getInputStream()) {
          released.addSchema(new Schema.Parser().parse(in));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("released schemas cannot be read", e);
    }
    return Topics.sources().stream()
        .map(topic -> new Format<>(topic.name(), topic.event(), released))
        .collect(Collectors.toUnmodifiableMap(format -> format.topic, Function.identity()));
  }

  private static final class Format<T extends SpecificRecord> {
    final String topic;
    final Class<T> type;
    final BinaryMessageEncoder<Object> encoder;
    final BinaryMessageDecoder<SpecificRecord> decoder;

    Format(String topic, Class<T> type, SchemaStore released) {
      this.topic = topic;
      this.type = type;
      // Generated classes know their conversions of logical types only through their own model.
      SpecificData model = SpecificData.getForClass(type);
      Schema schema = model.getSchema(type);
      this.encoder = new BinaryMessageEncoder<>(model, schema);
      this.decoder = new BinaryMessageDecoder<>(model, schema, released);
    }
  }
}
