package io.cleansight.alert.notify;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.messaging.EventRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Tells the recipients of one channel of one alert, and says in {@code notifications} what came of
 * it. Safe for several threads.
 */
@Component
class Teller {
  private static final Logger log = LoggerFactory.getLogger(Teller.class);

  private final Channels channels;
  private final Board board;
  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final NotifyProperties properties;
  private final Clock clock;
  private final RetryTemplate retries;

  Teller(
      Channels channels,
      Board board,
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      NotifyProperties properties,
      Clock clock) {
    this.channels = channels;
    this.board = board;
    this.kafka = kafka;
    this.records = records;
    this.properties = properties;
    this.clock = clock;
    this.retries =
        new RetryTemplate(
            RetryPolicy.builder()
                .maxRetries(properties.attempts() - 1L)
                .delay(properties.pause())
                .multiplier(2)
                .includes(IOException.class)
                .build());
  }

  /** Returns once Kafka has the notification; does nothing if all were told before. */
  void tell(Alert alert, String channelName, Headers cause) {
    Optional<Channel> known = channels.named(channelName);
    if (known.isEmpty()) {
      notify(alert, channelName, null, Optional.of("no channel is called " + channelName), cause);
      return;
    }
    Channel channel = known.get();
    if (!channel.tells(alert.getState())) {
      return;
    }
    Set<String> recipients = channel.recipients(alert);
    if (recipients.isEmpty()) {
      notify(alert, channelName, null, Optional.of("the rule has no recipient for it"), cause);
      return;
    }
    for (String recipient : recipients) {
      if (!board.hasTold(alert, channelName, recipient)) {
        Optional<String> error = attempt(alert, channel, recipient);
        notify(alert, channelName, recipient, error, cause);
        if (error.isEmpty()) {
          board.told(alert, channelName, recipient);
        }
      }
    }
  }

  /** Empty if the recipient was told, else why not. */
  private Optional<String> attempt(Alert alert, Channel channel, String recipient) {
    if (!board.mayTell(channel.name(), recipient, properties.perMinute(), clock.instant())) {
      return Optional.of(recipient + ": over " + properties.perMinute() + " a minute");
    }
    String key = keyOf(alert, channel.name(), recipient);
    try {
      retries.execute(
          () -> {
            channel.tell(alert, recipient, key);
            return key;
          });
      return Optional.empty();
    } catch (RetryException e) {
      String error = recipient + ": " + e.getCause().getMessage();
      log.warn("alert {} by {}: {}", alert.getAlertId(), channel.name(), error);
      return Optional.of(error);
    }
  }

  private void notify(
      Alert alert,
      String channel,
      @Nullable String recipient,
      Optional<String> error,
      Headers cause) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var notification =
        Notification.newBuilder()
            .setAlertId(alert.getAlertId())
            .setCameraId(alert.getCameraId())
            .setChannel(channel)
            .setRecipient(recipient)
            .setOutcome(error.isEmpty() ? Words.DELIVERED : Words.GIVEN_UP)
            .setError(error.orElse(null))
            .setAt(now)
            .setState(alert.getState())
            .build();
    kafka
        .send(records.of(Topics.NOTIFICATIONS, UUID.randomUUID(), now, notification, cause))
        .join();
  }

  private static String keyOf(Alert alert, String channel, String recipient) {
    String name = alert.getAlertId() + "\n" + alert.getState() + "\n" + channel + "\n" + recipient;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
