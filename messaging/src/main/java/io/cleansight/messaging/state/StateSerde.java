package io.cleansight.messaging.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.function.Function;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A service's own state in its changelog: a Java record in Avro's single-object encoding. The
 * schema follows from the record; those of released states lie as {@code state/RELEASE/NAME.avsc}
 * on the class path, and what they wrote is read by Avro's rules: a component that is new is absent
 * in it, that is null, empty, 0 or false, and one that is gone is passed over.
 *
 * <p>Instants are kept to the microsecond. See {@link Shapes} for what a state may be made of.
 */
@ThreadSafe
public final class StateSerde<T> implements Serde<T> {
  private static final int MARKER_BYTES = 2;
  private static final int HEADER_BYTES = 10;
  private static final String BASE = "base";
  private static final String STATE = "state";

  private final Class<T> type;
  private final Function<T, Instant> base;
  private final Shape shape;
  private final Schema schema;
  private final BinaryMessageEncoder<GenericRecord> encoder;
  private final BinaryMessageDecoder<GenericRecord> decoder;

  private StateSerde(Class<T> type, Function<T, Instant> base) {
    this.type = type;
    this.base = base;
    this.shape = Shapes.of(type);
    this.schema =
        SchemaBuilder.record("State_" + Shapes.nameOf(type))
            .fields()
            .requiredLong(BASE)
            .name(STATE)
            .type(shape.schema())
            .noDefault()
            .endRecord();
    this.encoder = new BinaryMessageEncoder<>(GenericData.get(), schema);
    this.decoder = new BinaryMessageDecoder<>(GenericData.get(), schema, released(type));
  }

  /** For states with few instants. */
  public static <T> StateSerde<T> of(Class<T> type) {
    return new StateSerde<>(type, _ -> Instant.EPOCH);
  }

  /**
   * For states with many.
   *
   * @param base a time near which most instants of a state lie: those cost about four bytes, not
   *     eight
   */
  public static <T> StateSerde<T> of(Class<T> type, Function<T, Instant> base) {
    return new StateSerde<>(type, base);
  }

  /** By which this release writes; to be kept with the release. */
  public Schema schema() {
    return schema;
  }

  @Override
  public Serializer<T> serializer() {
    return (_, state) -> state == null ? null : write(state);
  }

  @Override
  public Deserializer<T> deserializer() {
    return (_, bytes) -> read(bytes);
  }

  private byte[] write(T state) {
    Instant near = base.apply(state);
    var written = new GenericData.Record(schema);
    written.put(BASE, ChronoUnit.MICROS.between(Instant.EPOCH, near));
    written.put(STATE, shape.write(state, near));
    try {
      ByteBuffer bytes = encoder.encode(written);
      var array = new byte[bytes.remaining()];
      bytes.get(array);
      return array;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a buffer in memory cannot fail
    }
  }

  private @Nullable T read(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      GenericRecord read = decoder.decode(bytes);
      Instant near = Instant.EPOCH.plus((Long) read.get(BASE), ChronoUnit.MICROS);
      return type.cast(shape.read(read.get(STATE), near));
    } catch (MissingSchemaException e) {
      throw new IllegalStateException(
          "no schema of %s has the fingerprint %s: a later release wrote it"
              .formatted(type.getSimpleName(), fingerprint(bytes)),
          e);
    } catch (BadHeaderException e) {
      throw new IllegalStateException(
          "a state of %s without a schema's fingerprint: it was not written by this application"
              .formatted(type.getSimpleName()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fingerprint(byte[] bytes) {
    return HexFormat.of().formatHex(bytes, MARKER_BYTES, HEADER_BYTES);
  }

  private static SchemaStore released(Class<?> type) {
    var released = new SchemaStore.Cache();
    String files = "classpath*:state/*/" + Shapes.nameOf(type) + ".avsc";
    try {
      for (var file : new PathMatchingResourcePatternResolver().getResources(files)) {
        try (var in = file.getInputStream()) {
          released.addSchema(new Schema.Parser().parse(in));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("released schemas of states cannot be read", e);
    }
    return released;
  }
}
