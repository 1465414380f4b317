package io.cleansight.alert.notify;

import io.cleansight.alert.notify.channel.Channel;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.NotificationOutcome;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.event.NotificationRequest;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.trace.MessageSpan;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes a request for each recipient whom a channel notifies of a state of an alert. What cannot be
 * read is passed over: persistence-service sends it to the dead letters.
 */
final class RequestProcessor
    extends ContextualProcessor<String, Decoded<SpecificRecord>, String, Object> {
  private final Channels channels;
  private final EventRecords records;
  private final MeterRegistry meters;

  RequestProcessor(Channels channels, EventRecords records, MeterRegistry meters) {
    this.channels = channels;
    this.records = records;
    this.meters = meters;
  }

  @Override
  public void process(Record<String, Decoded<SpecificRecord>> record) {
    if (record.value() instanceof Decoded.Event<SpecificRecord>(Alert alert)
        && alert.getSilenceId() == null) {
      Instant now = Instant.ofEpochMilli(record.timestamp());
      try (var span =
          records
              .tracing()
              .process(
                  Topics.ALERTS, record.key(), record.headers(), ConsumerGroups.ALERT_EVALUATION)) {
        alert.getChannels().forEach(it -> request(alert, it, now, span));
      }
    }
  }

  private void request(Alert alert, String channelName, Instant now, MessageSpan cause) {
    Optional<Channel> channel = channels.named(channelName);
    if (channel.isEmpty()) {
      nobody(alert, channelName, "no channel is called " + channelName, now, cause);
    } else if (channel.get().tells(alert.getState())) {
      Set<String> recipients = channel.get().recipients(alert);
      if (recipients.isEmpty()) {
        nobody(alert, channelName, "the rule has no recipient for it", now, cause);
      }
      for (String recipient : recipients) {
        request(alert, channelName, recipient, now, cause);
      }
    }
  }

  private void request(
      Alert alert, String channel, String recipient, Instant now, MessageSpan cause) {
    var request =
        NotificationRequest.newBuilder()
            .setRecipientKey(channel + "/" + recipient)
            .setChannel(channel)
            .setRecipient(recipient)
            .setAlert(alert)
            .build();
    forward(request.getRecipientKey(), request, now, cause, NotifyTopology.REQUESTS);
  }

  private void nobody(Alert alert, String channel, String why, Instant now, MessageSpan cause) {
    var notification =
        Notification.newBuilder()
            .setAlertId(alert.getAlertId())
            .setCameraId(alert.getCameraId())
            .setChannel(channel)
            .setState(alert.getState())
            .setOutcome(NotificationOutcome.GIVEN_UP.word())
            .setError(why)
            .setAt(now)
            .build();
    // Rules name what they like.
    String label = channels.named(channel).isPresent() ? channel : "unknown";
    Metric.NOTIFICATIONS.counter(meters, label, notification.getOutcome()).increment();
    forward(alert.getCameraId(), notification, now, cause, NotifyTopology.NOBODY);
  }

  private void forward(
      String key, SpecificRecord event, Instant now, MessageSpan cause, String sink) {
    String topic =
        sink.equals(NotifyTopology.REQUESTS) ? Topics.NOTIFICATION_REQUESTS : Topics.NOTIFICATIONS;
    Headers headers = records.headers(topic, UUID.randomUUID(), now, event, cause);
    context().forward(new Record<>(key, event, now.toEpochMilli(), headers), sink);
  }
}
