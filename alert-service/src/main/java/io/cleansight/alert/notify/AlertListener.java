package io.cleansight.alert.notify;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventRecords;
import io.cleansight.messaging.Inbox;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells people of alerts through the channels that the rule names, and says in {@code
 * notifications} what came of it.
 */
@Component
class AlertListener {
  private final Map<String, Channel> channels;
  private final Board board;
  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final Clock clock;

  AlertListener(
      List<Channel> channels,
      Board board,
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      Clock clock) {
    this.channels =
        channels.stream().collect(Collectors.toUnmodifiableMap(Channel::name, Function.identity()));
    this.board = board;
    this.kafka = kafka;
    this.records = records;
    this.clock = clock;
  }

  @KafkaListener(id = "alert-notify", topics = Topics.ALERTS)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    for (var letter : Inbox.of(batch).letters()) {
      var alert = (Alert) letter.event();
      if (alert.getState().equals(Words.RAISED)) {
        board.open(alert);
        alert.getChannels().forEach(channel -> tell(alert, channel, letter.record()));
      } else {
        board.resolve(alert);
      }
    }
  }

  private void tell(Alert alert, String channelName, ConsumerRecord<String, ?> cause) {
    if (board.hasTold(alert, channelName)) {
      return;
    }
    String error = attempt(alert, channelName);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var notification =
        Notification.newBuilder()
            .setAlertId(alert.getAlertId())
            .setCameraId(alert.getCameraId())
            .setChannel(channelName)
            .setDelivered(error == null)
            .setError(error)
            .setAt(now)
            .build();
    kafka
        .send(
            records.of(Topics.NOTIFICATIONS, UUID.randomUUID(), now, notification, cause.headers()))
        .join();
    if (error == null) {
      board.told(alert, channelName);
    }
  }

  /** Null if people were told, else why not. */
  private @Nullable String attempt(Alert alert, String channelName) {
    Channel channel = channels.get(channelName);
    if (channel == null) {
      return "no channel " + channelName;
    }
    try {
      channel.tell(alert);
      return null;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
