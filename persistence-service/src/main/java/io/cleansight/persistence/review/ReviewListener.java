package io.cleansight.persistence.review;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Review;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Applies decisions in the order in which they were made about a camera. */
@Component
class ReviewListener implements OnceListener {
  private final OnceWriter writer;
  private final ReviewStore store;

  ReviewListener(OnceWriter writer, ReviewStore store) {
    this.writer = writer;
    this.store = store;
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  // Each takes a lock in the database, of which there are some thousands.
  @KafkaListener(
      id = ConsumerGroups.PERSISTENCE_REVIEWS,
      topics = Topics.REVIEWS,
      properties = "max.poll.records=500")
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::rows);
  }

  private void rows(SortedBatch sorted) {
    store.apply(
        sorted.events().stream()
            .map(
                consumed ->
                    new ReviewStore.Placed(
                        (Review) consumed.event(),
                        Instant.ofEpochMilli(consumed.record().timestamp()),
                        consumed.record().offset()))
            .toList());
  }
}
