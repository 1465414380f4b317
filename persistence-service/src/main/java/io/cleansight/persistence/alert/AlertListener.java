package io.cleansight.persistence.alert;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Notification;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Alerts, rules, and what became of telling people. An alert's news come after it: within a batch
 * alerts go first.
 */
@Component
class AlertListener extends OnceListener {
  private final AlertStore store;

  AlertListener(OnceWriter writer, AlertStore store) {
    super(writer);
    this.store = store;
  }

  @KafkaListener(
      id = "persistence-alerts",
      topics = {Topics.ALERTS, Topics.NOTIFICATIONS, Topics.ALERT_RULES},
      properties = "partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor")
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    write(batch);
  }

  @Override
  protected void rows(Inbox inbox) {
    List<SpecificRecord> events = inbox.letters().stream().map(Inbox.Letter::event).toList();
    events.stream().filter(Alert.class::isInstance).map(Alert.class::cast).forEach(store::record);
    events.stream()
        .filter(Notification.class::isInstance)
        .map(Notification.class::cast)
        .forEach(store::note);
    events.stream()
        .filter(AlertRule.class::isInstance)
        .map(AlertRule.class::cast)
        .forEach(store::set);
  }
}
