package io.cleansight.persistence.once;

import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.AbstractConsumerSeekAware;
import org.springframework.transaction.TransactionException;

/**
 * A listener whose position is the database's, not Kafka's; its subclass says which rows a batch
 * becomes.
 */
public abstract class OnceListener extends AbstractConsumerSeekAware {
  private static final Logger log = LoggerFactory.getLogger(OnceListener.class);

  private final OnceWriter writer;

  /** Assigned while the database was away: where to read on is still to be asked. */
  private final Set<TopicPartition> unlocated = ConcurrentHashMap.newKeySet();

  protected OnceListener(OnceWriter writer) {
    this.writer = writer;
  }

  @Override
  public void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    super.onPartitionsAssigned(assignments, callback);
    for (var partition : assignments.keySet()) {
      try {
        seek(partition, writer.locate(partition), callback);
        unlocated.remove(partition);
      } catch (DataAccessException | TransactionException e) {
        log.warn("{} waits to be located: {}", partition, e.getMessage());
        unlocated.add(partition);
      }
    }
  }

  protected final void write(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    var lost = batch.stream().map(OnceListener::partitionOf).filter(unlocated::contains).toList();
    for (TopicPartition partition : Set.copyOf(lost)) {
      OptionalLong position = writer.locate(partition);
      var callbacks = getSeekCallbacksFor(partition);
      if (callbacks == null) {
        throw new IllegalStateException(partition + " is no longer assigned");
      }
      callbacks.forEach(callback -> seek(partition, position, callback));
      unlocated.remove(partition);
    }
    // What was read from where nobody had asked is read again from where the database says.
    writer.write(
        lost.isEmpty()
            ? batch
            : batch.stream().filter(record -> !lost.contains(partitionOf(record))).toList(),
        this::rows);
  }

  protected final OnceWriter writer() {
    return writer;
  }

  /** Writes the rows of these events; inside the transaction. */
  protected abstract void rows(Inbox inbox);

  private static void seek(
      TopicPartition partition, OptionalLong position, ConsumerSeekCallback callback) {
    if (position.isPresent()) {
      callback.seek(partition.topic(), partition.partition(), position.getAsLong());
    } else {
      callback.seekToBeginning(partition.topic(), partition.partition());
    }
  }

  private static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
