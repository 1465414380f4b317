package io.cleansight.alert.notify;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Alert;
import io.cleansight.messaging.read.SortedBatch;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Keeps in the notification state which alerts are open. */
@Component
class OpenAlertListener {
  private final NotificationState notified;
  private final NotificationStateRebuilder rebuilder;

  OpenAlertListener(NotificationState notified, NotificationStateRebuilder rebuilder) {
    this.notified = notified;
    this.rebuilder = rebuilder;
  }

  @KafkaListener(id = ConsumerGroups.NOTIFICATION_STATE, topics = Topics.ALERTS)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    rebuilder.recall();
    for (var consumed : SortedBatch.of(batch).events()) {
      var alert = (Alert) consumed.event();
      if (AlertState.RESOLVED.is(alert.getState())) {
        notified.resolve(alert);
      } else {
        notified.open(alert);
      }
    }
  }
}
