package io.cleansight.persistence.audit;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.AuditEntry;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Keeps the audit. Its anchors stay in Kafka; those that are none go to the dead letters. */
@Component
class AuditListener implements OnceListener {
  private final OnceWriter writer;
  private final AuditStore store;

  AuditListener(OnceWriter writer, AuditStore store) {
    this.writer = writer;
    this.store = store;
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  @KafkaListener(
      id = ConsumerGroups.PERSISTENCE_AUDIT,
      topics = {Topics.AUDIT, Topics.AUDIT_ANCHORS})
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::rows);
  }

  private void rows(SortedBatch sorted) {
    store.record(
        sorted.events().stream()
            .filter(consumed -> consumed.event() instanceof AuditEntry)
            .map(
                consumed ->
                    new AuditStore.Placed(
                        (AuditEntry) consumed.event(),
                        Instant.ofEpochMilli(consumed.record().timestamp())))
            .toList());
  }
}
