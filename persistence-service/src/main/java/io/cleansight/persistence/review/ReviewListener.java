package io.cleansight.persistence.review;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Review;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import io.cleansight.persistence.statistics.DecidedCountStore;
import io.cleansight.persistence.statistics.RollupBatch;
import io.cleansight.persistence.statistics.RollupStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Applies decisions in the order in which they were made about a camera. */
@Component
class ReviewListener implements OnceListener {
  private final OnceWriter writer;
  private final ReviewStore store;
  private final DecidedCountStore decided;
  private final RollupStore rollups;

  ReviewListener(
      OnceWriter writer, ReviewStore store, DecidedCountStore decided, RollupStore rollups) {
    this.writer = writer;
    this.store = store;
    this.decided = decided;
    this.rollups = rollups;
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
    Set<UUID> targets =
        sorted.events().stream()
            .map(consumed -> ((Review) consumed.event()).getTargetId())
            .collect(Collectors.toSet());
    store.lock(targets);
    DecidedCountStore.Before before = decided.before(targets, Set.of());
    store.apply(
        sorted.events().stream()
            .map(
                consumed ->
                    new ReviewStore.Placed(
                        (Review) consumed.event(),
                        Instant.ofEpochMilli(consumed.record().timestamp()),
                        consumed.record().offset()))
            .toList());
    var counts = new RollupBatch();
    decided.count(before, counts);
    rollups.add(counts);
  }
}
