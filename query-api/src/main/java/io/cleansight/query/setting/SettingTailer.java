package io.cleansight.query.setting;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.read.TopicTailer;
import io.cleansight.query.serial.WholeTopics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Reads what is set of cameras and rules, and follows it. */
@Component
class SettingTailer implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SettingTailer.class);
  private static final List<String> TOPICS = List.of(Topics.CAMERAS, Topics.ALERT_RULES);

  private final Settings settings;
  private final WholeTopics reading;
  private final TopicTailer follower;
  private volatile boolean running;

  SettingTailer(Settings settings, ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    this.settings = settings;
    this.reading = new WholeTopics(consumers, Reading::new);
    this.follower = new TopicTailer("settings", consumers, TOPICS, reading);
  }

  /** One reading of the topics from their beginning. */
  private final class Reading implements WholeTopics.Hearer {
    private final Settings.Told told = new Settings.Told();

    @Override
    public void hear(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
      String key = record.key();
      if (key == null) {
        log.warn("{} {}: of nothing", record.topic(), record.offset());
        return;
      }
      switch (record.value()) {
        case null -> told.hear(record.topic(), key, Setting.of(record, null, null));
        case Decoded.Event<SpecificRecord>(var event) ->
            told.hear(record.topic(), key, Setting.of(record, command(record), event));
        case Decoded.Unreadable<SpecificRecord> bad -> // is nobody's setting, as elsewhere
            log.warn("{} {} cannot be read: {}", record.topic(), record.offset(), bad.reason());
      }
    }

    @Override
    public void begin() {
      settings.replace(told);
    }
  }

  private static @Nullable UUID command(ConsumerRecord<?, ?> record) {
    Header id = record.headers().lastHeader(EventRecords.ID);
    try {
      return id == null || id.value() == null
          ? null
          : UUID.fromString(new String(id.value(), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException somebodyElses) {
      return null;
    }
  }

  /** By which others may wait for what it has read. */
  WholeTopics reading() {
    return reading;
  }

  @Override
  public void start() {
    running = true;
    follower.start();
  }

  @Override
  public void stop() {
    running = false;
    follower.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
