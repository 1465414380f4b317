package io.cleansight.bridge.mqtt;

import java.nio.charset.StandardCharsets;

/**
 * A message that its broker retains: whoever subscribes later is told it at once.
 *
 * @param payload empty: what was retained is so no longer
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent, and nothing else
record MqttMessage(String topic, byte[] payload) {
  static MqttMessage of(String topic, String payload) {
    return new MqttMessage(topic, payload.getBytes(StandardCharsets.UTF_8));
  }

  static MqttMessage cleared(String topic) {
    return new MqttMessage(topic, new byte[0]);
  }
}
