package io.cleansight.query.setting;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.query.command.CommandPublisher.Sent;
import io.cleansight.query.serial.SerialWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * Changes cameras and rules, one change after the other whatever the number of instances. What is
 * refused never reaches a topic: capture, the judge and the alert rules read these themselves.
 */
@Component
public class SettingWriter {
  private final SerialWriter cameras;
  private final SerialWriter rules;
  private final Settings settings;
  private final EventRecords records;
  private final Clock clock;

  SettingWriter(
      ProducerFactory<?, ?> producers,
      SettingTailer follower,
      Settings settings,
      EventRecords records,
      Clock clock) {
    this.cameras =
        new SerialWriter("cameras", producers, follower.reading(), List.of(Topics.CAMERAS));
    this.rules =
        new SerialWriter("rules", producers, follower.reading(), List.of(Topics.ALERT_RULES));
    this.settings = settings;
    this.records = records;
    this.clock = clock;
  }

  /** Decides what is to be sent. */
  public interface Change {
    /**
     * What is to be sent, the setting last; nothing, if it was done before. May be asked more than
     * once.
     *
     * @param now what is set; empty: the topic has nothing of it
     * @throws ResponseStatusException if it is not to be done
     */
    List<ProducerRecord<String, Object>> decide(Optional<Setting> now);
  }

  /**
   * Changes a camera.
   *
   * @param noted is called once, before anything is sent
   * @return where it is; empty: nothing was sent
   * @throws ResponseStatusException 503 if Kafka does not answer
   */
  public Optional<Sent> writeCamera(String id, Change change, Runnable noted)
      throws InterruptedException {
    return write(cameras, Topics.CAMERAS, id, change, noted);
  }

  /** The same of a rule. */
  public Optional<Sent> writeRule(UUID id, Change change, Runnable noted)
      throws InterruptedException {
    return write(rules, Topics.ALERT_RULES, id.toString(), change, noted);
  }

  private Optional<Sent> write(
      SerialWriter writer, String topic, String key, Change change, Runnable noted)
      throws InterruptedException {
    var once = new AtomicBoolean();
    return writer
        .write(
            () -> {
              List<ProducerRecord<String, Object>> decided =
                  change.decide(settings.find(topic, key));
              if (!decided.isEmpty() && once.compareAndSet(false, true)) {
                noted.run();
              }
              return decided;
            })
        .map(it -> new Sent(Instant.ofEpochMilli(it.timestamp()), it.offset()));
  }

  /** What a command sets. */
  public ProducerRecord<String, Object> set(String topic, UUID command, SpecificRecord event) {
    return records.of(topic, command, clock.instant(), event, null);
  }

  /** That what was set holds no longer. */
  public static ProducerRecord<String, Object> withdraw(String topic, String key) {
    return new ProducerRecord<>(topic, key, null);
  }
}
