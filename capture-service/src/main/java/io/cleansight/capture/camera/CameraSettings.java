package io.cleansight.capture.camera;

import io.cleansight.event.Camera;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Follower;
import io.cleansight.messaging.Inbox;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** What people set of cameras, from the first word of the topic on; told on the reading thread. */
final class CameraSettings implements Follower.Reading {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final java.util.function.Consumer<Map<String, Optional<Camera>>> heard;

  /**
   * @param heard is told what is set by camera, empty where that was withdrawn: at first all that
   *     the topic held when it was opened, even if that is nothing, then what changes. After Kafka
   *     was away, all of it again
   */
  CameraSettings(java.util.function.Consumer<Map<String, Optional<Camera>>> heard) {
    this.heard = heard;
  }

  @Override
  public void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going) {
    consumer.seekToBeginning(consumer.assignment());
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), PATIENCE);
    var changes = new LinkedHashMap<String, Optional<Camera>>();
    while (going.getAsBoolean()) {
      Inbox inbox = Inbox.of(consumer.poll(POLL)); // what is no setting, persistence puts aside
      inbox
          .letters()
          .forEach(it -> changes.put(it.record().key(), Optional.of((Camera) it.event())));
      inbox.withdrawn().forEach(it -> changes.put(it.key(), Optional.empty()));
      if (ends.entrySet().stream()
          .allMatch(it -> consumer.position(it.getKey()) >= it.getValue())) {
        heard.accept(Map.copyOf(changes));
        changes.clear();
      }
    }
  }
}
