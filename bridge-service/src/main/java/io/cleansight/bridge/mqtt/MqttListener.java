package io.cleansight.bridge.mqtt;

import io.cleansight.bridge.json.PublicEvent;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.deadletter.Origin;
import io.cleansight.messaging.read.SortedRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;

/**
 * Tells the broker of a batch before its position moves: at least once, of one camera in order.
 * What happened before the first start is not told, but which cameras there are.
 */
final class MqttListener {
  private final MqttSession session;
  private final CameraMessages messages;

  MqttListener(MqttSession session, CameraMessages messages) {
    this.session = session;
    this.messages = messages;
  }

  @KafkaListener(
      id = ConsumerGroups.BRIDGE_MQTT,
      topics = {Topics.CAMERA_HEALTH, Topics.VIOLATIONS, Topics.ALERTS},
      properties = "auto.offset.reset=latest")
  void onEvents(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch)
      throws IOException, InterruptedException {
    on(batch);
  }

  @KafkaListener(id = ConsumerGroups.BRIDGE_MQTT_CAMERAS, topics = Topics.CAMERAS)
  void onCameras(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch)
      throws IOException, InterruptedException {
    on(batch);
  }

  private void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch)
      throws IOException, InterruptedException {
    var told = new ArrayList<MqttMessage>();
    for (var record : batch) {
      switch (SortedRecord.of(record.topic(), record.key(), record.value())) {
        case SortedRecord.Event(var event) -> told.addAll(messages.of(publicEvent(record, event)));
        case SortedRecord.Tombstone(var camera) -> told.addAll(messages.removed(camera));
        case SortedRecord.Unusable _ -> {} // persistence-service's dead letter
      }
    }
    session.say(told);
  }

  private static PublicEvent publicEvent(ConsumerRecord<String, ?> record, SpecificRecord event) {
    return new PublicEvent(
        event,
        record.key(),
        record.headers(),
        Instant.ofEpochMilli(record.timestamp()),
        new Origin(record.topic(), record.partition(), record.offset()));
  }
}
