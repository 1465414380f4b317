package io.cleansight.inference.judge;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** State in a changelog as JSON, as it was written before {@code StateSerde}: to compare with. */
final class JsonSerde<T> implements Serde<T> {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Class<T> type;

  JsonSerde(Class<T> type) {
    this.type = type;
  }

  @Override
  public Serializer<T> serializer() {
    return (_, state) -> state == null ? null : JSON.writeValueAsBytes(state);
  }

  @Override
  public Deserializer<T> deserializer() {
    return (_, bytes) -> read(bytes);
  }

  private @Nullable T read(byte @Nullable [] bytes) {
    return bytes == null ? null : JSON.readValue(bytes, type);
  }
}
