package io.cleansight.capture.camera;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Camera;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Follows what people set of cameras, from the first word of the topic on. One thread; what it
 * hears is told on it.
 */
final class CameraSettings implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CameraSettings.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final java.util.function.Consumer<Map<String, Optional<Camera>>> heard;
  private final Thread thread;
  private volatile boolean running = true;

  /**
   * @param heard is told what is set by camera, empty where that was withdrawn: at first all that
   *     the topic held when it was opened, even if that is nothing, then what changes. After Kafka
   *     was away, all of it again
   */
  CameraSettings(
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      java.util.function.Consumer<Map<String, Optional<Camera>>> heard) {
    this.consumers = consumers;
    this.heard = heard;
    this.thread = Thread.ofPlatform().name("camera-settings").start(this::run);
  }

  private void run() {
    while (running) {
      try (var consumer = consumers.createConsumer(null, "camera-settings")) {
        follow(consumer);
      } catch (IllegalStateException | KafkaException e) {
        log.warn("settings of cameras pause: {}", e.getMessage());
      }
    }
  }

  private void follow(Consumer<String, Decoded<SpecificRecord>> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.CAMERAS, PATIENCE).stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    var changes = new LinkedHashMap<String, Optional<Camera>>();
    while (running) {
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

  @Override
  public void close() {
    running = false;
    try {
      if (!thread.join(PATIENCE.multipliedBy(2))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
