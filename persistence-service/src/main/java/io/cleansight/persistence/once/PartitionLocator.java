package io.cleansight.persistence.once;

import io.cleansight.persistence.deadletter.DeadLetterPublisher;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.AbstractConsumerSeekAware;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Has the consumers of all listeners read on from where the database has their partitions written.
 * A partition is located when it is assigned, and whenever its position is in doubt: the database
 * is asked, and the consumer sought there, be it back or ahead.
 *
 * <p>Threads: what Spring tells comes on the thread of the consumer that it is about; {@link
 * #locate} and {@link #locateDoubtful} may come on any. A consumer is sought by its own thread
 * only: at once when a partition is assigned, else by a function that Spring runs on that thread
 * before the consumer polls next. Nothing is certain about the partition before that.
 */
@Component
class PartitionLocator extends AbstractConsumerSeekAware {
  private static final Logger log = LoggerFactory.getLogger(PartitionLocator.class);

  private final Positions positions;
  private final PositionStore store;
  private final DeadLetterPublisher deadLetters;

  /** Their consumers are to be sought before they poll next. */
  private final Set<TopicPartition> seeking = ConcurrentHashMap.newKeySet();

  PartitionLocator(Positions positions, PositionStore store, DeadLetterPublisher deadLetters) {
    this.positions = positions;
    this.store = store;
    this.deadLetters = deadLetters;
  }

  /** On the consumer's thread. A partition that cannot be located now stays in doubt. */
  @Override
  public void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    super.onPartitionsAssigned(assignments, callback);
    for (var partition : assignments.keySet()) {
      leave(partition);
      try {
        seekNow(partition, callback);
      } catch (DataAccessException | TransactionException e) {
        log.warn("{} waits to be located: {}", partition, e.getMessage());
      }
    }
  }

  private void seekNow(TopicPartition partition, ConsumerSeekCallback callback) {
    OptionalLong position = store.find(partition);
    if (position.isPresent()) {
      callback.seek(partition.topic(), partition.partition(), position.getAsLong());
    } else {
      callback.seekToBeginning(partition.topic(), partition.partition());
    }
    located(partition, position);
  }

  /** On the consumer's thread. */
  @Override
  public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
    super.onPartitionsRevoked(partitions);
    if (partitions != null) {
      partitions.forEach(this::leave);
    }
  }

  private void leave(TopicPartition partition) {
    positions.doubt(partition);
    seeking.remove(partition);
  }

  /**
   * Locates those assigned partitions that are in doubt, or that the database has lost rows of.
   * From any thread.
   */
  void locateDoubtful() {
    var assigned = new HashSet<>(getTopicsAndCallbacks().keySet());
    assigned.removeAll(seeking);
    if (!assigned.isEmpty()) {
      toBeLocated(assigned).forEach(this::locate);
    }
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
    return partitions.stream()
        .filter(
            partition ->
                !believed.containsKey(partition)
                    || wentBack(
                        partition,
                        found.getOrDefault(partition, OptionalLong.empty()),
                        believed.getOrDefault(partition, OptionalLong.empty())))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean wentBack(
      TopicPartition partition, OptionalLong found, OptionalLong believed) {
    boolean behind = Positions.isBehind(found, believed);
    if (behind) {
      log.warn("the database went back: it has {} up to {}, not {}", partition, found, believed);
    }
    return behind;
  }

  /** From any thread: its consumer is sought before it polls next, and then is what is certain. */
  void locate(TopicPartition partition) {
    positions.doubt(partition);
    var callbacks = getSeekCallbacksFor(partition);
    if (callbacks == null) {
      log.info("{} is no longer assigned; whoever has it now writes it", partition);
      return;
    }
    OptionalLong position = store.find(partition);
    log.info("{} is read on from {}", partition, position);
    seeking.add(partition);
    callbacks.forEach(callback -> seekBeforePoll(partition, position, callback));
  }

  private void seekBeforePoll(
      TopicPartition partition, OptionalLong position, ConsumerSeekCallback callback) {
    callback.seek(
        partition.topic(),
        partition.partition(),
        current -> {
          seeking.remove(partition);
          located(partition, position);
          return position.orElse(current);
        });
    if (position.isEmpty()) {
      callback.seekToBeginning(partition.topic(), partition.partition());
    }
  }

  /** The partition's consumer is at the position that was found; on its thread. */
  private void located(TopicPartition partition, OptionalLong position) {
    positions.locate(partition, position);
    deadLetters.forget(partition);
  }
}
