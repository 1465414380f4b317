package io.cleansight.alert.notify;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.messaging.Decoded;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/** Tells a Redis that has forgotten everything what Kafka knows. For one thread. */
@Component
class BoardRebuilder {
  private static final Logger log = LoggerFactory.getLogger(BoardRebuilder.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Board board;
  private final KafkaProperties kafka;
  private final Clock clock;

  BoardRebuilder(Board board, KafkaProperties kafka, Clock clock) {
    this.board = board;
    this.kafka = kafka;
    this.clock = clock;
  }

  void rebuildIfForgotten() {
    if (!board.hasForgotten()) {
      return;
    }
    Map<String, Object> settings = kafka.buildConsumerProperties();
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    try (var consumer = new KafkaConsumer<String, Decoded<SpecificRecord>>(settings)) {
      long told = each(consumer, Topics.NOTIFICATIONS, this::remember);
      long alerts = each(consumer, Topics.ALERTS, this::remember);
      board.isRebuilt();
      log.info("Redis knows again: {} notifications, {} alerts read", told, alerts);
    }
  }

  private void remember(SpecificRecord event) {
    switch (event) {
      case Notification it ->
          it.getTold()
              .forEach(
                  recipient ->
                      board.told(it.getAlertId(), it.getState(), it.getChannel(), recipient));
      case Alert it when it.getState().equals(Words.RESOLVED) -> board.resolve(it);
      case Alert it -> board.open(it);
      default -> throw new IllegalStateException("unexpected " + event.getClass());
    }
  }

  /** Gives every event that is young enough, in the order of each partition, up to now. */
  private long each(
      KafkaConsumer<String, Decoded<SpecificRecord>> consumer,
      String topic,
      Consumer<SpecificRecord> each) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    var since = new HashMap<TopicPartition, Long>();
    long oldest = clock.instant().minus(Board.REMEMBERED).toEpochMilli();
    partitions.forEach(partition -> since.put(partition, oldest));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(since);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp start = starts.get(partition);
      long end = ends.getOrDefault(partition, 0L);
      consumer.seek(partition, start == null ? end : start.offset());
    }
    long read = 0;
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (var record : consumer.poll(POLL)) {
        if (record.value() instanceof Decoded.Event<SpecificRecord>(var event)) {
          each.accept(event);
          read++;
        }
      }
    }
    return read;
  }
}
