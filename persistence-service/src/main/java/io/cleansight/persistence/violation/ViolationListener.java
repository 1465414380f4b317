package io.cleansight.persistence.violation;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Evidence;
import io.cleansight.event.Violation;
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
 * Violations and their pictures, by one consumer: a violation and its picture lie in partitions of
 * one number, so never two processes hold the two.
 */
@Component
class ViolationListener extends OnceListener {
  private final ViolationStore store;

  ViolationListener(OnceWriter writer, ViolationStore store) {
    super(writer);
    this.store = store;
  }

  @KafkaListener(
      id = "persistence-violations",
      topics = {Topics.VIOLATIONS, Topics.EVIDENCE},
      properties = {
        "max.poll.records=50",
        "partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor"
      })
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    write(batch);
  }

  @Override
  protected void rows(Inbox inbox) {
    for (var letter : inbox.letters()) {
      switch (letter.event()) {
        case Violation violation -> store.record(violation);
        case Evidence evidence -> store.attach(evidence);
        default -> throw new IllegalStateException("unexpected " + letter.event().getClass());
      }
    }
  }
}
