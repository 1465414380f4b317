package io.cleansight.bridge.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cleansight.bridge.json.PublicEvent;
import io.cleansight.event.Alert;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said of a camera, each at {@code prefix/cameras/ID/…}: the last of its {@code health}, of
 * its {@code violation}s and {@code alert}s, as CloudEvents; and what Home Assistant is to know to
 * show them, as a device with three entities.
 */
final class CameraMessages {
  private static final String HEALTH = "health";
  private static final String VIOLATION = "violation";
  private static final String ALERT = "alert";

  private final String prefix;
  private final String discovery;

  CameraMessages(MqttProperties settings) {
    this.prefix = settings.prefix() + "/cameras/";
    this.discovery = settings.discovery();
  }

  /** In that order; none of what nobody at an MQTT broker is told. */
  List<MqttMessage> of(PublicEvent told) {
    return switch (told.event()) {
      case CameraHealth it -> List.of(state(it.getCameraId(), HEALTH, told));
      case Violation it -> List.of(state(it.getCameraId(), VIOLATION, told));
      case Alert it -> List.of(state(it.getCameraId(), ALERT, told));
      case Camera it -> discovery.isEmpty() ? List.of() : List.of(announcement(it));
      default -> List.of();
    };
  }

  /** Nothing is retained of that camera any more. */
  List<MqttMessage> removed(String camera) {
    var messages = new ArrayList<MqttMessage>();
    for (String what : List.of(HEALTH, VIOLATION, ALERT)) {
      messages.add(MqttMessage.cleared(topic(camera, what)));
    }
    if (!discovery.isEmpty()) {
      messages.add(MqttMessage.cleared(announced(camera)));
    }
    return messages;
  }

  private MqttMessage state(String camera, String what, PublicEvent told) {
    return new MqttMessage(topic(camera, what), told.cloudEvent());
  }

  private String topic(String camera, String what) {
    return prefix + camera + "/" + what;
  }

  private String announced(String camera) {
    return discovery + "/device/" + device(camera) + "/config";
  }

  /** Home Assistant takes no dots. Cameras that differ in that alone would be one device. */
  private static String device(String camera) {
    return "cleansight_" + camera.replace('.', '-');
  }

  private MqttMessage announcement(Camera camera) {
    String id = camera.getCameraId();
    ObjectNode device = JsonNodeFactory.instance.objectNode();
    device
        .putObject("device")
        .put("name", camera.getName())
        .put("manufacturer", "Cleansight")
        .putArray("identifiers")
        .add(device(id));
    device.putObject("origin").put("name", "Cleansight");
    ObjectNode components = device.putObject("components");
    component(components, id, HEALTH, "binary_sensor")
        .put("name", "Online")
        .put("device_class", "connectivity")
        .put("value_template", "{{ 'ON' if value_json.data.state == 'online' else 'OFF' }}");
    component(components, id, VIOLATION, "binary_sensor")
        .put("name", "Violation")
        .put("device_class", "problem")
        .put("value_template", "{{ 'ON' if value_json.data.state == 'opened' else 'OFF' }}");
    component(components, id, ALERT, "sensor")
        .put("name", "Alert")
        .put("value_template", "{{ value_json.data.state }}");
    return MqttMessage.of(announced(id), device.toString());
  }

  private ObjectNode component(ObjectNode components, String camera, String what, String platform) {
    String topic = topic(camera, what);
    return components
        .putObject(what)
        .put("platform", platform)
        .put("unique_id", device(camera) + "_" + what)
        .put("state_topic", topic)
        .put("json_attributes_topic", topic)
        .put("json_attributes_template", "{{ value_json.data | tojson }}");
  }
}
