package io.cleansight.alert.notify;

import io.cleansight.alert.notify.channel.Message;
import io.cleansight.event.Alert;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Alerts as the topology raises them. */
public final class Alerts {
  private Alerts() {}

  public static Alert raised(String channel, String... recipients) {
    return Alert.newBuilder()
        .setAlertId(UUID.randomUUID())
        .setRuleId(UUID.randomUUID())
        .setRuleName("Frequent\r\nBcc: x@example.com")
        .setAlertType("violation_threshold")
        .setCameraId("line-1")
        .setState("raised")
        .setPriority("high")
        .setWindowStart(Instant.parse("2026-03-01T12:00:00Z"))
        .setRaisedAt(Instant.parse("2026-03-01T12:04:00Z"))
        .setCount(5)
        .setMessage("line-1: 5 x no_hairnet, 缺少发网")
        .setViolationIds(List.of())
        .setChannels(List.of(channel))
        .setRecipients(List.of(recipients))
        .build();
  }

  public static Alert of(Alert alert, String state) {
    return Alert.newBuilder(alert).setState(state).build();
  }

  /** To its recipient, with the key that it would have. */
  public static Message message(Instant at, String channel, String recipient, Alert... alerts) {
    return new Message(
        recipient,
        Arrays.stream(alerts).map(it -> Message.Item.of(it, channel, recipient)).toList(),
        at);
  }
}
