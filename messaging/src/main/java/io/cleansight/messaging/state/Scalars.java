package io.cleansight.messaging.state;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** Shapes of types that are one value in Avro. */
final class Scalars {
  /** Types that are one value in Avro. */
  private static final Map<Class<?>, Shape> BY_TYPE =
      Map.ofEntries(
          itself(boolean.class, Boolean.class, Schema.Type.BOOLEAN, false),
          itself(Boolean.class, Boolean.class, Schema.Type.BOOLEAN, false),
          itself(int.class, Integer.class, Schema.Type.INT, 0),
          itself(Integer.class, Integer.class, Schema.Type.INT, 0),
          itself(long.class, Long.class, Schema.Type.LONG, 0L),
          itself(Long.class, Long.class, Schema.Type.LONG, 0L),
          itself(float.class, Float.class, Schema.Type.FLOAT, 0f),
          itself(Float.class, Float.class, Schema.Type.FLOAT, 0f),
          itself(double.class, Double.class, Schema.Type.DOUBLE, 0d),
          itself(Double.class, Double.class, Schema.Type.DOUBLE, 0d),
          itsText(String.class, String::toString),
          itsText(LocalTime.class, LocalTime::parse),
          itsText(ZoneId.class, ZoneId::of),
          Map.entry(Instant.class, new Moment()),
          Map.entry(
              Duration.class,
              new Scalar<>(
                  Schema.create(Schema.Type.LONG),
                  Duration.class,
                  Duration::toNanos,
                  datum -> Duration.ofNanos((Long) datum),
                  0L)),
          Map.entry(UUID.class, uuid()));

  private Scalars() {}

  /** Of that type; null if it is none of them. */
  static @Nullable Shape of(Class<?> type) {
    return BY_TYPE.get(type);
  }

  /** A value that stands for itself, or for one that Avro has. */
  private record Scalar<T>(
      Schema schema,
      Class<T> type,
      Function<T, Object> writing,
      Function<Object, T> reading,
      @Nullable Object absent)
      implements Shape {
    @Override
    public Object write(Object value, Instant base) {
      return writing.apply(type.cast(value));
    }

    @Override
    public T read(Object datum, Instant base) {
      return reading.apply(datum);
    }
  }

  /** An instant, by its distance from the base. */
  private record Moment() implements Shape {
    @Override
    public Schema schema() {
      return Schema.create(Schema.Type.LONG);
    }

    @Override
    public Object write(Object value, Instant base) {
      return ChronoUnit.MICROS.between(base, (Instant) value);
    }

    @Override
    public Object read(Object datum, Instant base) {
      return base.plus((Long) datum, ChronoUnit.MICROS);
    }
  }

  private static <T> Map.Entry<Class<?>, Shape> itself(
      Class<?> declared, Class<T> type, Schema.Type avro, Object absent) {
    return Map.entry(
        declared, new Scalar<>(Schema.create(avro), type, value -> value, type::cast, absent));
  }

  private static <T> Map.Entry<Class<?>, Shape> itsText(Class<T> type, Function<String, T> parse) {
    return Map.entry(type, text(type, Object::toString, parse));
  }

  /** Written as text. */
  static <T> Shape text(Class<T> type, Function<T, Object> writing, Function<String, T> parse) {
    return new Scalar<>(
        Schema.create(Schema.Type.STRING),
        type,
        writing,
        datum -> parse.apply(datum.toString()),
        null);
  }

  private static Shape uuid() {
    Schema schema = SchemaBuilder.fixed("Uuid").size(16);
    return new Scalar<>(
        schema,
        UUID.class,
        uuid ->
            new GenericData.Fixed(
                schema,
                ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array()),
        datum -> {
          var bytes = ByteBuffer.wrap(((GenericFixed) datum).bytes());
          return new UUID(bytes.getLong(), bytes.getLong());
        },
        null);
  }
}
