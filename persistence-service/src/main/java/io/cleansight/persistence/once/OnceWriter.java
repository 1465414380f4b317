package io.cleansight.persistence.once;

import io.cleansight.messaging.DeadLetter;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.ErrorCode;
import io.cleansight.messaging.Inbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes batches once. The rows of a batch and the positions after it commit in one transaction,
 * and a position moves only from where this process believes it to be: one that was frozen, or
 * whose commit went through unheard, is told so, looks the position up, and passes over what is
 * written already. Safe for several listeners; a partition belongs to one.
 */
@Component
public class OnceWriter {
  private static final Logger log = LoggerFactory.getLogger(OnceWriter.class);
  private static final int DEAD_LETTER_SECONDS = 10;
  private static final String LOCK_TIMEOUT = "55P03";

  private final PositionStore positions;
  private final ReplayedLetters replayed;
  private final TransactionTemplate transactions;
  private final KafkaTemplate<String, Object> kafka;
  private final KafkaAdmin admin;
  private final MeterRegistry meters;
  private final Map<TopicPartition, OptionalLong> known = new ConcurrentHashMap<>();
  private final Map<String, String> topicIds = new ConcurrentHashMap<>();

  OnceWriter(
      PositionStore positions,
      ReplayedLetters replayed,
      TransactionTemplate transactions,
      KafkaTemplate<String, Object> kafka,
      KafkaAdmin admin,
      MeterRegistry meters) {
    this.positions = positions;
    this.replayed = replayed;
    this.transactions = transactions;
    this.kafka = kafka;
    this.admin = admin;
    this.meters = meters;
  }

  /**
   * Where to read on: the position in the database, empty to begin at the beginning. Asked when a
   * partition is assigned.
   */
  OptionalLong locate(TopicPartition partition) {
    OptionalLong position = positions.find(topicId(partition.topic()), partition.partition());
    known.put(partition, position);
    return position;
  }

  /**
   * Writes what is new of a batch. Bad records go to the dead letters; trouble with the database is
   * thrown, and the same batch may be given again.
   *
   * @param rows called inside the transaction, perhaps more than once, each time with records not
   *     yet written
   */
  void write(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch, Consumer<Inbox> rows) {
    var fresh = batch.stream().filter(this::isNew).toList();
    if (fresh.isEmpty()) {
      return;
    }
    Inbox inbox = Inbox.of(fresh);
    inbox.deadLetters().forEach(this::bury);
    try {
      commit(fresh, () -> rows.accept(replayed.unseen(inbox)));
    } catch (DataIntegrityViolationException e) {
      // One of these rows can never be written. Alone, each shows whether it is the one.
      if (fresh.size() > 1) {
        fresh.forEach(record -> write(List.of(record), rows));
      } else {
        inbox.letters().forEach(letter -> bury(refused(letter, e)));
        commit(fresh, () -> {});
      }
    }
  }

  private static DeadLetter refused(Inbox.Letter letter, DataIntegrityViolationException e) {
    return DeadLetter.of(
        letter.record(),
        letter.event(),
        ErrorCode.OUT_OF_CONTRACT,
        "PostgreSQL refuses it: " + e.getMostSpecificCause().getMessage());
  }

  /** Puts a record aside; returns when Kafka has it. */
  public void bury(DeadLetter letter) {
    log.warn("dead letter {}", letter);
    try {
      kafka.send(letter.record()).get(DEAD_LETTER_SECONDS, TimeUnit.SECONDS);
      meters.counter("cleansight.dead.letters", "code", letter.code().name()).increment();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a dead letter was sent", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a dead letter could not be sent; the batch waits", e);
    }
  }

  private boolean isNew(ConsumerRecord<?, ?> record) {
    OptionalLong position = known.getOrDefault(partitionOf(record), OptionalLong.empty());
    return position.isEmpty() || record.offset() >= position.getAsLong();
  }

  private void commit(List<? extends ConsumerRecord<?, ?>> records, Runnable rows) {
    // In a fixed order, so that two transactions cannot wait for each other.
    var next =
        new TreeMap<TopicPartition, Long>(
            Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    records.forEach(record -> next.merge(partitionOf(record), record.offset() + 1, Math::max));
    List<PositionStore.Move> moves =
        next.entrySet().stream().map(it -> moveOf(it.getKey(), it.getValue())).toList();
    try {
      transactions.executeWithoutResult(
          _ -> {
            if (!positions.move(moves)) {
              throw new IllegalStateException("not where it was believed to be: " + lookUp(moves));
            }
            rows.run();
          });
    } catch (DataAccessException e) {
      if (isLockTimeout(e)) {
        log.warn("{} waited in vain; {} sessions ended", next, positions.evictHolders(moves));
      }
      throw e;
    }
    next.forEach((partition, offset) -> known.put(partition, OptionalLong.of(offset)));
  }

  private static boolean isLockTimeout(DataAccessException e) {
    return e.getMostSpecificCause() instanceof SQLException said
        && LOCK_TIMEOUT.equals(said.getSQLState());
  }

  private PositionStore.Move moveOf(TopicPartition partition, long next) {
    OptionalLong expected = known.getOrDefault(partition, OptionalLong.empty());
    return new PositionStore.Move(partition, topicId(partition.topic()), expected, next);
  }

  /** Written by another, or by a commit that went unheard: what the database says counts. */
  private List<String> lookUp(List<PositionStore.Move> moves) {
    return moves.stream()
        .map(
            move -> {
              int number = move.partition().partition();
              OptionalLong actual = positions.find(move.topicId(), number);
              known.put(move.partition(), actual);
              return move.partition() + " at " + actual + ", not " + move.expected();
            })
        .toList();
  }

  private String topicId(String topic) {
    return topicIds.computeIfAbsent(
        topic,
        name -> {
          var described = new HashMap<>(admin.describeTopics(name));
          var description = described.get(name);
          if (description == null) {
            throw new IllegalStateException("no topic " + name);
          }
          return description.topicId().toString();
        });
  }

  private static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
