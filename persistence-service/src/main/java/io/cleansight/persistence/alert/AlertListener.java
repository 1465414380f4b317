package io.cleansight.persistence.alert;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Notification;
import io.cleansight.event.Silence;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import io.cleansight.persistence.once.AppliedCommands;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Alerts, rules, silences, and what became of telling people. An alert's news come after it: within
 * a batch alerts go first.
 */
@Component
class AlertListener extends OnceListener {
  private final AlertStore store;
  private final AppliedCommands applied;

  AlertListener(OnceWriter writer, AlertStore store, AppliedCommands applied) {
    super(writer);
    this.store = store;
    this.applied = applied;
  }

  @KafkaListener(
      id = "persistence-alerts",
      topics = {
        Topics.ALERTS,
        Topics.NOTIFICATIONS,
        Topics.ALERT_RULES,
        Topics.SILENCES,
        Topics.ALERT_MEMBERS,
        Topics.NOTIFICATION_REQUESTS
      },
      properties = "partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor")
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    write(batch);
  }

  @Override
  protected void rows(Inbox inbox) {
    for (var letter : inbox.letters()) {
      if (letter.event() instanceof Alert alert) {
        store.record(alert, at(letter.record()));
      }
    }
    for (var letter : inbox.letters()) {
      var record = letter.record();
      switch (letter.event()) {
        case Notification notification -> store.note(notification);
        case AlertRule rule -> {
          store.set(rule, at(record), record.offset());
          applied.note(letter);
        }
        case Silence silence -> {
          store.set(silence, at(record), record.offset());
          applied.note(letter);
        }
        default -> {} // alerts, above; members and requests, of which only bad records concern us
      }
    }
    for (var record : inbox.withdrawn()) {
      if (record.topic().equals(Topics.SILENCES)) {
        store.withdrawSilence(record.key(), at(record), record.offset());
      } else {
        store.withdraw(record.key(), at(record), record.offset());
      }
    }
  }

  private static Instant at(ConsumerRecord<?, ?> record) {
    return Instant.ofEpochMilli(record.timestamp());
  }
}
