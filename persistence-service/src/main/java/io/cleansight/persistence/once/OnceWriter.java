package io.cleansight.persistence.once;

import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.codec.ErrorCode;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.persistence.deadletter.DeadLetterPublisher;
import io.cleansight.persistence.once.Positions.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes batches once. The rows of a batch and the positions after it commit in one transaction,
 * and a position moves only from where this process believes it to be. If it is elsewhere, ahead or
 * behind, nothing is written until the caller has located the partition anew and reads on from
 * there. Threads: any; a partition belongs to one.
 */
@Component
public class OnceWriter {
  private static final Logger log = LoggerFactory.getLogger(OnceWriter.class);
  private static final String LOCK_TIMEOUT = "55P03";

  private final PositionStore store;
  private final ReplayedDeadLetters replayed;
  private final TransactionTemplate transactions;
  private final DeadLetterPublisher deadLetters;
  private final Positions positions = new Positions();

  OnceWriter(
      PositionStore store,
      ReplayedDeadLetters replayed,
      TransactionTemplate transactions,
      DeadLetterPublisher deadLetters) {
    this.store = store;
    this.replayed = replayed;
    this.transactions = transactions;
    this.deadLetters = deadLetters;
  }

  /** Where the database has the partition written up to; empty: nothing of it is. */
  OptionalLong find(TopicPartition partition) {
    return store.find(partition);
  }

  /** The partition's consumer was just sought to the position that was found. */
  void located(TopicPartition partition, OptionalLong position) {
    positions.locate(partition, position);
    deadLetters.forget(partition);
  }

  /** Nothing is certain about the partition any more; its records are refused. */
  void doubt(TopicPartition partition) {
    positions.doubt(partition);
  }

  /**
   * Those of these partitions that must be located anew: because nothing is certain about them, or
   * because the database is behind what this process has written, as after a failover to a standby
   * that lagged.
   */
  Set<TopicPartition> toBeLocated(Set<TopicPartition> partitions) {
    // What is believed first: in between a position only moves on, unless the database went back.
    Map<TopicPartition, OptionalLong> believed = positions.known();
    Map<TopicPartition, OptionalLong> found = store.find(partitions);
    var doubtful = new HashSet<TopicPartition>();
    for (TopicPartition partition : partitions) {
      OptionalLong position = found.getOrDefault(partition, OptionalLong.empty());
      if (!believed.containsKey(partition)) {
        doubtful.add(partition);
      } else if (Positions.isBehind(
          position, believed.getOrDefault(partition, OptionalLong.empty()))) {
        log.warn(
            "the database went back: it has {} up to {}, not {}",
            partition,
            position,
            believed.get(partition));
        doubtful.add(partition);
      }
    }
    return doubtful;
  }

  /**
   * Writes what is new of a batch. Bad records go to the dead letters; trouble with the database is
   * thrown, and the same batch may be given again.
   *
   * @param rows called inside the transaction, perhaps more than once, each time with records not
   *     yet written
   * @return partitions of which nothing was written, as their position is in doubt: the caller is
   *     to locate them and to read them from there
   */
  Set<TopicPartition> write(
      List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch, Consumer<SortedBatch> rows) {
    var sorted = positions.sort(batch);
    var refused = new HashSet<>(sorted.doubtful());
    if (!sorted.fresh().isEmpty()) {
      refused.addAll(writeFresh(sorted.fresh(), rows));
    }
    return refused;
  }

  private Set<TopicPartition> writeFresh(
      List<ConsumerRecord<String, Decoded<SpecificRecord>>> fresh, Consumer<SortedBatch> rows) {
    SortedBatch sorted = SortedBatch.of(fresh);
    try {
      return commit(fresh, sorted.deadLetters(), () -> rows.accept(replayed.unseen(sorted)));
    } catch (DataIntegrityViolationException e) {
      // One of these rows can never be written. Alone, each shows whether it is the one.
      if (fresh.size() == 1) {
        return commit(fresh, sorted.events().stream().map(it -> refused(it, e)).toList(), () -> {});
      }
      var refused = new HashSet<TopicPartition>();
      for (var record : fresh) {
        if (positions.isCertain(Positions.partitionOf(record))) {
          refused.addAll(writeFresh(List.of(record), rows));
        }
      }
      return refused;
    }
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
  private Set<TopicPartition> commit(
      List<? extends ConsumerRecord<?, ?>> records, List<DeadLetter> letters, Runnable rows) {
    var unpublished = new ArrayList<DeadLetter>(letters);
    unpublished.removeIf(deadLetters::isPublished);
    List<Step> steps = positions.steps(records);
    Set<TopicPartition> partitions =
        steps.stream().map(Step::partition).collect(Collectors.toSet());
    if (!moved(steps, unpublished, rows)) {
      log.info("{} are not where they were believed to be", partitions);
      partitions.forEach(positions::doubt);
      return partitions;
    }
    positions.moved(steps);
    steps.forEach(step -> deadLetters.committed(step.partition(), step.to()));
    return Set.of();
  }

  private boolean moved(List<Step> steps, List<DeadLetter> unpublished, Runnable rows) {
    try {
      return Boolean.TRUE.equals(
          transactions.execute(
              transaction -> {
                if (!store.move(steps)) {
                  transaction.setRollbackOnly();
                  return false;
                }
                // Only whose position it is may say what becomes of a record.
                unpublished.forEach(deadLetters::publish);
                rows.run();
                return true;
              }));
    } catch (DataAccessException e) {
      if (isLockTimeout(e)) {
        log.warn("{} waited in vain; {} sessions ended", steps, store.evictHolders(steps));
      }
      throw e;
    }
  }

  private static boolean isLockTimeout(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException said
        && LOCK_TIMEOUT.equals(said.getSQLState());
  }
}
