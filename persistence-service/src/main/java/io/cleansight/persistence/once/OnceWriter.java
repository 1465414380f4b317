package io.cleansight.persistence.once;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.messaging.trace.BatchSpans;
import io.cleansight.messaging.trace.Tracing;
import io.cleansight.persistence.deadletter.DeadLetterPublisher;
import io.cleansight.persistence.once.Positions.Step;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.support.KafkaUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes batches once. The rows of a batch and the positions after it commit in one transaction,
 * and a position moves only from where this process believes it to be. If it is elsewhere, ahead or
 * behind, nothing is written; the partition is located anew, and read on from there. Threads: any;
 * a partition belongs to one.
 */
@Component
@ThreadSafe
public class OnceWriter {
  private static final Logger log = LoggerFactory.getLogger(OnceWriter.class);

  private final Positions positions;
  private final PartitionLocator locator;
  private final PositionStore store;
  private final ReplayedDeadLetterStore replayed;
  private final TransactionTemplate transactions;
  private final DeadLetterPublisher deadLetters;
  private final MeterRegistry meters;
  private final Tracing tracing;

  OnceWriter(
      Positions positions,
      PartitionLocator locator,
      PositionStore store,
      ReplayedDeadLetterStore replayed,
      TransactionTemplate transactions,
      DeadLetterPublisher deadLetters,
      MeterRegistry meters,
      Tracing tracing) {
    this.positions = positions;
    this.locator = locator;
    this.store = store;
    this.replayed = replayed;
    this.transactions = transactions;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.tracing = tracing;
  }

  PartitionLocator locator() {
    return locator;
  }

  /**
   * Writes what is new of a batch. Bad records go to the dead letters; trouble with the database is
   * thrown, and the same batch may be given again. On the thread of the batch's consumer.
   *
   * @param rows called inside the transaction, perhaps more than once, each time with records not
   *     yet written
   */
  public void write(
      List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch, Consumer<SortedBatch> rows) {
    write(batch, _ -> {}, rows);
  }

  /**
   * The same where something must be there before the transaction begins.
   *
   * @param before called with all that is to be written; again, if the batch is given again
   */
  public void write(
      List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch,
      Consumer<SortedBatch> before,
      Consumer<SortedBatch> rows) {
    Metric.BATCH_SIZE.summary(meters, batch.getFirst().topic()).record(batch.size());
    var known = positions.sort(batch);
    var refused = new HashSet<>(known.doubtful());
    if (!known.fresh().isEmpty()) {
      try (var spans = tracing.process(known.fresh(), KafkaUtils.getConsumerGroupId())) {
        refused.addAll(write(known.fresh(), before, rows, spans));
      }
    }
    refused.forEach(locator::locate);
  }

  /** Returns the partitions of which nothing was written, as their position is in doubt. */
  private Set<TopicPartition> write(
      List<ConsumerRecord<String, Decoded<SpecificRecord>>> fresh,
      Consumer<SortedBatch> before,
      Consumer<SortedBatch> rows,
      BatchSpans spans) {
    long from = System.nanoTime();
    try {
      SortedBatch sorted = SortedBatch.of(fresh);
      before.accept(sorted);
      Set<TopicPartition> refused = write(fresh, sorted, rows);
      long to = System.nanoTime();
      for (int i = 0; i < fresh.size(); i++) {
        if (refused.contains(Positions.partitionOf(fresh.get(i)))) {
          spans.get(i).fail("position elsewhere");
        } else {
          spans.get(i).part("write rows", from, to);
        }
      }
      return refused;
    } catch (RuntimeException e) {
      spans.fail(e);
      throw e;
    }
  }

  /**
   * What was gathered of one partition over several batches, to be written at once.
   *
   * @param certainty what {@link #certainty} answered when the first of it was gathered
   * @param next offset after the last of it
   */
  public record Gathered(
      TopicPartition partition,
      @Nullable Object certainty,
      long next,
      List<DeadLetter> deadLetters) {
    public Gathered {
      deadLetters = List.copyOf(deadLetters);
    }
  }

  /**
   * Of a batch, what may be gathered: records not yet written, of partitions whose position is
   * certain; the others are located anew. A record that was gathered already is among them if the
   * batch is given again. On the thread of the batch's consumer.
   */
  public <R extends ConsumerRecord<?, ?>> List<R> fresh(List<R> batch) {
    var known = positions.sort(batch);
    known.doubtful().forEach(locator::locate);
    return known.fresh();
  }

  /**
   * The same object for as long as what was gathered of a partition goes on without a gap from
   * where the database has it; null: nothing may be gathered of it now.
   */
  public @Nullable Object certainty(TopicPartition partition) {
    return positions.certainty(partition);
  }

  /**
   * Writes what was gathered as {@link #write} does a batch.
   *
   * @param rows called inside the transaction
   * @return false if nothing was written, as its position is elsewhere: it is to be dropped, and
   *     comes again
   */
  public boolean write(Gathered gathered, Runnable rows) {
    TopicPartition partition = gathered.partition();
    if (gathered.certainty() == null
        || !gathered.certainty().equals(positions.certainty(partition))) {
      return false;
    }
    var steps = List.of(positions.step(partition, gathered.next()));
    Set<TopicPartition> refused = commit(steps, gathered.deadLetters(), rows);
    refused.forEach(locator::locate);
    return refused.isEmpty();
  }

  /**
   * What was gathered of the partition is lost: it is read again from where the database has it.
   */
  public void readAgain(TopicPartition partition) {
    locator.locate(partition);
  }

  /** Returns the partitions of which nothing was written, as their position is in doubt. */
  private Set<TopicPartition> write(
      List<ConsumerRecord<String, Decoded<SpecificRecord>>> fresh,
      SortedBatch sorted,
      Consumer<SortedBatch> rows) {
    try {
      return commit(
          positions.steps(fresh), sorted.deadLetters(), () -> rows.accept(replayed.unseen(sorted)));
    } catch (DataIntegrityViolationException e) {
      // One of these rows can never be written. Alone, each shows whether it is the one.
      return fresh.size() > 1
          ? writeSingly(fresh, rows)
          : commit(
              positions.steps(fresh),
              sorted.events().stream().map(it -> refused(it, e)).toList(),
              () -> {});
    }
  }

  private Set<TopicPartition> writeSingly(
      List<ConsumerRecord<String, Decoded<SpecificRecord>>> fresh, Consumer<SortedBatch> rows) {
    var refused = new HashSet<TopicPartition>();
    for (var record : fresh) {
      if (positions.isCertain(Positions.partitionOf(record))) {
        var alone = List.of(record);
        refused.addAll(write(alone, SortedBatch.of(alone), rows));
      }
    }
    return refused;
  }

  private static DeadLetter refused(
      SortedBatch.ConsumedEvent consumed, DataIntegrityViolationException e) {
    return DeadLetter.of(
        consumed.record(),
        consumed.event(),
        ErrorCode.OUT_OF_CONTRACT,
        "PostgreSQL refuses it: " + e.getMostSpecificCause().getMessage());
  }

  /**
   * Moves the positions, sends the dead letters and writes the rows; or nothing of it, if a
   * position is elsewhere.
   */
  private Set<TopicPartition> commit(List<Step> steps, List<DeadLetter> letters, Runnable rows) {
    var unpublished = new ArrayList<DeadLetter>(letters);
    unpublished.removeIf(deadLetters::isPublished);
    Set<TopicPartition> partitions =
        steps.stream().map(Step::partition).collect(Collectors.toSet());
    if (!moved(steps, unpublished, rows)) {
      log.info("{} are not where they were believed to be", partitions);
      partitions.forEach(this::doubt);
      return partitions;
    }
    positions.moved(steps);
    steps.forEach(step -> deadLetters.committed(step.partition(), step.to()));
    return Set.of();
  }

  private void doubt(TopicPartition partition) {
    positions.doubt(partition);
    Metric.POSITION_CONFLICTS.counter(meters, partition.topic()).increment();
  }

  private boolean moved(List<Step> steps, List<DeadLetter> unpublished, Runnable rows) {
    Timer timer = Metric.DATABASE_WRITE.timer(meters, steps.getFirst().partition().topic());
    try {
      return Boolean.TRUE.equals(
          timer.record(
              () ->
                  transactions.execute(
                      transaction -> move(transaction, steps, unpublished, rows))));
    } catch (DataAccessException e) {
      if (PositionStore.waitedInVain(e)) {
        log.warn("{} waited in vain; {} sessions ended", steps, store.evictHolders(steps));
      }
      throw e;
    }
  }

  private boolean move(
      TransactionStatus transaction,
      List<Step> steps,
      List<DeadLetter> unpublished,
      Runnable rows) {
    if (!store.move(steps)) {
      transaction.setRollbackOnly();
      return false;
    }
    // Only whose position it is may say what becomes of a record.
    unpublished.forEach(deadLetters::publish);
    rows.run();
    return true;
  }
}
