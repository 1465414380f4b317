package io.cleansight.persistence.violation;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.ViolationType;
import io.cleansight.event.Evidence;
import io.cleansight.event.Violation;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.clip.ClipStore;
import io.cleansight.persistence.erasure.Erased;
import io.cleansight.persistence.erasure.ErasureStore;
import io.cleansight.persistence.evidence.EvidenceStore;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import io.cleansight.persistence.once.Untimely;
import io.cleansight.persistence.review.ReviewStore;
import io.cleansight.persistence.statistics.Bucket;
import io.cleansight.persistence.statistics.DecidedCountStore;
import io.cleansight.persistence.statistics.Measure;
import io.cleansight.persistence.statistics.RollupBatch;
import io.cleansight.persistence.statistics.RollupStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Violations and their pictures, by one consumer: a violation and its picture lie in partitions of
 * one number, so never two processes hold the two. A violation counts in its hour on its first
 * arrival, and only then.
 */
@Component
class ViolationListener implements OnceListener {
  private final OnceWriter writer;
  private final ViolationStore store;
  private final EvidenceStore evidence;
  private final ClipStore clips;
  private final RollupStore rollups;
  private final DecidedCountStore decided;
  private final Untimely untimely;
  private final ReviewStore reviews;
  private final ErasureStore erasures;

  ViolationListener(
      OnceWriter writer,
      ViolationStore store,
      EvidenceStore evidence,
      ClipStore clips,
      RollupStore rollups,
      DecidedCountStore decided,
      Untimely untimely,
      ReviewStore reviews,
      ErasureStore erasures) {
    this.writer = writer;
    this.store = store;
    this.evidence = evidence;
    this.clips = clips;
    this.rollups = rollups;
    this.decided = decided;
    this.untimely = untimely;
    this.reviews = reviews;
    this.erasures = erasures;
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  @KafkaListener(
      id = ConsumerGroups.PERSISTENCE_VIOLATIONS,
      topics = {Topics.VIOLATIONS, Topics.EVIDENCE},
      properties = {
        "max.poll.records=50",
        "partition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor"
      })
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::put, this::rows);
  }

  /**
   * A picture goes to its store before the row that names it: a row never promises what is not
   * there.
   */
  private void put(SortedBatch sorted) {
    for (var consumed : sorted.events()) {
      if (consumed.event() instanceof Evidence picture) {
        evidence.put(picture);
      }
    }
  }

  private void rows(SortedBatch sorted) {
    Set<UUID> violations = violations(sorted);
    reviews.lock(violations);
    DecidedCountStore.Before before = decided.before(violations, visits(sorted));
    Erased erased = erasures.erased();
    var counts = new RollupBatch();
    for (var consumed : sorted.events()) {
      switch (consumed.event()) {
        case Violation violation -> record(violation, appended(consumed), erased, counts);
        case Evidence picture -> record(picture);
        default -> throw new IllegalStateException("unexpected " + consumed.event().getClass());
      }
    }
    reviews.applyAwaiting(ReviewStore.VIOLATION, violations);
    decided.count(before, counts);
    rollups.add(counts);
  }

  private static Set<UUID> violations(SortedBatch sorted) {
    return told(sorted).map(Violation::getViolationId).collect(Collectors.toSet());
  }

  private static Set<UUID> visits(SortedBatch sorted) {
    return told(sorted)
        .flatMap(it -> Stream.ofNullable(it.getVisitId()))
        .collect(Collectors.toSet());
  }

  private static Stream<Violation> told(SortedBatch sorted) {
    return sorted.events().stream()
        .map(SortedBatch.ConsumedEvent::event)
        .filter(Violation.class::isInstance)
        .map(Violation.class::cast);
  }

  /** Of what was erased it has none. */
  private void record(Evidence picture) {
    if (erasures.isErased(picture.getViolationId())) {
      // It may have been put there before its violation was read, in the same batch.
      evidence.pathOf(picture).ifPresent(path -> erasures.leave(path, evidence.store()));
    } else {
      evidence.record(picture);
      store.showPicture(picture.getViolationId(), evidence.pathOf(picture));
    }
  }

  private static Instant appended(SortedBatch.ConsumedEvent consumed) {
    return Instant.ofEpochMilli(consumed.record().timestamp());
  }

  private void record(Violation violation, Instant appended, Erased erased, RollupBatch counts) {
    String camera = violation.getCameraId();
    Instant at = violation.getOpenedAt();
    Optional<String> wrongTime = untimely.reason(violation.getUntimely(), at);
    boolean isErased = erased.covers(violation.getViolationId(), camera, at);
    boolean isNew =
        isErased
            ? erasures.noteErased(violation, wrongTime.isEmpty())
            : store.record(violation, wrongTime.isEmpty());
    if (!isErased) {
      clips.want(violation, appended);
    }
    if (isNew && wrongTime.isPresent()) {
      untimely.count(Topics.VIOLATIONS, camera, wrongTime.get(), at, 1);
    } else if (isNew) {
      count(violation, Bucket.of(camera, at), counts);
    }
  }

  private static void count(Violation violation, Bucket bucket, RollupBatch counts) {
    counts.count(bucket, Measure.TOTAL_VIOLATIONS);
    if (ViolationType.NO_HAIRNET.is(violation.getType())) {
      counts.count(bucket, Measure.TOTAL_HAIRNET_VIOLATIONS);
    }
  }
}
