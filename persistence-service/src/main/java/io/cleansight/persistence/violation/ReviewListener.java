package io.cleansight.persistence.violation;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Review;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Applies decisions in the order in which they were made about a camera. */
@Component
class ReviewListener extends OnceListener {
  private final ReviewStore store;

  ReviewListener(OnceWriter writer, ReviewStore store) {
    super(writer);
    this.store = store;
  }

  @KafkaListener(id = "persistence-reviews", topics = Topics.REVIEWS)
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    write(batch);
  }

  @Override
  protected void rows(Inbox inbox) {
    inbox.letters().forEach(letter -> store.apply((Review) letter.event()));
  }
}
