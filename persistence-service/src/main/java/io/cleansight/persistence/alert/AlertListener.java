package io.cleansight.persistence.alert;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Notification;
import io.cleansight.event.Silence;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.once.AppliedCommandStore;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import io.cleansight.persistence.review.ReviewStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Alerts, rules, silences, and what became of telling people. An alert's news come after it: within
 * a batch alerts go first.
 */
@Component
class AlertListener implements OnceListener {
  private final OnceWriter writer;
  private final AlertStore store;
  private final AppliedCommandStore applied;
  private final ReviewStore reviews;

  AlertListener(
      OnceWriter writer, AlertStore store, AppliedCommandStore applied, ReviewStore reviews) {
    this.writer = writer;
    this.store = store;
    this.applied = applied;
    this.reviews = reviews;
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  @KafkaListener(
      id = ConsumerGroups.PERSISTENCE_ALERTS,
      topics = {
        Topics.ALERTS,
        Topics.NOTIFICATIONS,
        Topics.ALERT_RULES,
        Topics.SILENCES,
        Topics.ALERT_MEMBERS,
        Topics.NOTIFICATION_REQUESTS
      },
      properties = {
        // Each alert takes a lock in the database, of which there are some thousands.
        "max.poll.records=500",
        "partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor"
      })
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::rows);
  }

  private void rows(SortedBatch sorted) {
    alerts(sorted);
    sorted.events().forEach(this::apply);
    sorted.tombstones().forEach(this::withdraw);
  }

  private void apply(SortedBatch.ConsumedEvent consumed) {
    var record = consumed.record();
    switch (consumed.event()) {
      case Notification notification -> store.note(notification);
      case AlertRule rule -> {
        store.set(rule, at(record), record.offset());
        applied.note(consumed);
      }
      case Silence silence -> {
        store.set(silence, at(record), record.offset());
        applied.note(consumed);
      }
      default -> {} // alerts, above; members and requests, of which only bad records concern us
    }
  }

  private void withdraw(ConsumerRecord<String, ?> tombstone) {
    if (tombstone.topic().equals(Topics.SILENCES)) {
      store.withdrawSilence(tombstone.key(), at(tombstone), tombstone.offset());
    } else {
      store.withdraw(tombstone.key(), at(tombstone), tombstone.offset());
    }
  }

  private void alerts(SortedBatch sorted) {
    List<SortedBatch.ConsumedEvent> alerts =
        sorted.events().stream().filter(it -> it.event() instanceof Alert).toList();
    Set<UUID> ids =
        alerts.stream().map(it -> ((Alert) it.event()).getAlertId()).collect(Collectors.toSet());
    reviews.lock(ids);
    alerts.forEach(it -> store.record((Alert) it.event(), at(it.record())));
    reviews.applyAwaiting(ReviewStore.ALERT, ids);
  }

  private static Instant at(ConsumerRecord<?, ?> record) {
    return Instant.ofEpochMilli(record.timestamp());
  }
}
