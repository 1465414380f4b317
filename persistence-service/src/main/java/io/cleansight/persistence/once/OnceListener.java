package io.cleansight.persistence.once;

import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.read.SortedBatch;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.AbstractConsumerSeekAware;
import org.springframework.transaction.TransactionException;

/**
 * A listener whose position is the database's, not Kafka's; its subclass says which rows a batch
 * becomes. A partition is located when it is assigned, and whenever its position is in doubt: the
 * database is asked, and the consumer sought there, be it back or ahead.
 */
public abstract class OnceListener extends AbstractConsumerSeekAware {
  private static final Logger log = LoggerFactory.getLogger(OnceListener.class);

  private final OnceWriter writer;

  /** Their consumers are to be sought before they poll next. */
  private final Set<TopicPartition> seeking = ConcurrentHashMap.newKeySet();

  protected OnceListener(OnceWriter writer) {
    this.writer = writer;
  }

  @Override
  public void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    super.onPartitionsAssigned(assignments, callback);
    for (var partition : assignments.keySet()) {
      leave(partition);
      try {
        OptionalLong position = writer.find(partition);
        if (position.isPresent()) {
          callback.seek(partition.topic(), partition.partition(), position.getAsLong());
        } else {
          callback.seekToBeginning(partition.topic(), partition.partition());
        }
        writer.located(partition, position);
      } catch (DataAccessException | TransactionException e) {
        log.warn("{} waits to be located: {}", partition, e.getMessage());
      }
    }
  }

  @Override
  public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
    super.onPartitionsRevoked(partitions);
    if (partitions != null) {
      partitions.forEach(this::leave);
    }
  }

  private void leave(TopicPartition partition) {
    writer.doubt(partition);
    seeking.remove(partition);
  }

  protected final void write(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::rows).forEach(this::locate);
  }

  /** Writes the rows of these events; inside the transaction. */
  protected abstract void rows(SortedBatch sorted);

  /**
   * Locates those assigned partitions that are in doubt, or that the database has lost rows of.
   * From any thread.
   */
  final void locateDoubtful() {
    var assigned = new HashSet<>(getTopicsAndCallbacks().keySet());
    assigned.removeAll(seeking);
    if (!assigned.isEmpty()) {
      writer.toBeLocated(assigned).forEach(this::locate);
    }
  }

  /** From any thread: its consumer is sought before it polls next, and then is what is certain. */
  private void locate(TopicPartition partition) {
    writer.doubt(partition);
    var callbacks = getSeekCallbacksFor(partition);
    if (callbacks == null) {
      log.info("{} is no longer assigned; whoever has it now writes it", partition);
      return;
    }
    OptionalLong position = writer.find(partition);
    log.info("{} is read on from {}", partition, position);
    seeking.add(partition);
    for (ConsumerSeekCallback callback : callbacks) {
      callback.seek(
          partition.topic(),
          partition.partition(),
          current -> {
            seeking.remove(partition);
            writer.located(partition, position);
            return position.orElse(current);
          });
      if (position.isEmpty()) {
        callback.seekToBeginning(partition.topic(), partition.partition());
      }
    }
  }
}
