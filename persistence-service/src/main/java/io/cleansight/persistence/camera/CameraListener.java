package io.cleansight.persistence.camera;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Camera;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.once.AppliedCommandStore;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Keeps the cameras as they are set. Of the topic of their runs only bad records concern it. */
@Component
class CameraListener implements OnceListener {
  private final OnceWriter writer;
  private final CameraStore store;
  private final AppliedCommandStore applied;

  CameraListener(OnceWriter writer, CameraStore store, AppliedCommandStore applied) {
    this.writer = writer;
    this.store = store;
    this.applied = applied;
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  @KafkaListener(
      id = ConsumerGroups.PERSISTENCE_CAMERAS,
      topics = {Topics.CAMERAS, Topics.CAMERA_RUNS})
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::rows);
  }

  private void rows(SortedBatch sorted) {
    for (var consumed : sorted.events()) {
      var record = consumed.record();
      if (consumed.event() instanceof Camera camera) {
        store.set(camera, Instant.ofEpochMilli(record.timestamp()), record.offset());
        applied.note(consumed);
      }
    }
    for (var record : sorted.tombstones()) {
      if (record.topic().equals(Topics.CAMERAS)) {
        store.withdraw(record.key(), Instant.ofEpochMilli(record.timestamp()), record.offset());
      }
    }
  }
}
