package io.cleansight.persistence.erasure;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Erasure;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Remembers erasures; from then on nothing that they cover is written. */
@Component
class ErasureListener implements OnceListener {
  private final OnceWriter writer;
  private final ErasureStore store;

  ErasureListener(OnceWriter writer, ErasureStore store) {
    this.writer = writer;
    this.store = store;
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  @KafkaListener(id = ConsumerGroups.PERSISTENCE_ERASURES, topics = Topics.ERASURES)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::rows);
  }

  private void rows(SortedBatch sorted) {
    sorted.events().forEach(consumed -> store.remember((Erasure) consumed.event()));
  }
}
