package io.cleansight.inference.judge;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A camera's state in its changelog, as JSON: a newer release reads an older one's, unknown fields
 * are passed over.
 */
final class CameraStateSerde implements Serde<CameraState> {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @Override
  public Serializer<CameraState> serializer() {
    return (_, state) -> state == null ? null : JSON.writeValueAsBytes(state);
  }

  @Override
  public Deserializer<CameraState> deserializer() {
    return (_, bytes) -> read(bytes);
  }

  private static @Nullable CameraState read(byte @Nullable [] bytes) {
    return bytes == null ? null : JSON.readValue(bytes, CameraState.class);
  }
}
