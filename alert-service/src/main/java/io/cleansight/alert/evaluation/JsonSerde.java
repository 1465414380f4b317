package io.cleansight.alert.evaluation;

import io.cleansight.alert.rule.CameraWatch;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A camera's watch in its changelog, as JSON. */
final class JsonSerde implements Serde<CameraWatch> {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @Override
  public Serializer<CameraWatch> serializer() {
    return (_, watch) -> watch == null ? null : JSON.writeValueAsBytes(watch);
  }

  @Override
  public Deserializer<CameraWatch> deserializer() {
    return (_, bytes) -> read(bytes);
  }

  private static @Nullable CameraWatch read(byte @Nullable [] bytes) {
    return bytes == null ? null : JSON.readValue(bytes, CameraWatch.class);
  }
}
