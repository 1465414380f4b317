package io.cleansight.capture.share;

import io.cleansight.contracts.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * Tells the {@link CameraShare} what the group gives and takes, on the consumer's thread. No bean:
 * Boot would give one of this type to every listener.
 */
final class ShareRebalances implements ConsumerAwareRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(ShareRebalances.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CameraShare share;
  private final Membership membership;
  private final Runnable rebalance;

  /**
   * @param rebalance has the group share anew
   */
  ShareRebalances(CameraShare share, Membership membership, Runnable rebalance) {
    this.share = share;
    this.membership = membership;
    this.rebalance = rebalance;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    CompletableFuture<Void> opened =
        share.gain(numbers(partitions), consumer.partitionsFor(Topics.CAMERAS, PATIENCE).size());
    if (!partitions.isEmpty()) {
      log.info("assigned {}", numbers(partitions));
      membership.opens(opened);
      // More may be waiting to come. Not on this thread: whoever stops the container waits for it.
      var _ = opened.thenRunAsync(rebalance);
    }
  }

  /** The group waits for this before it gives them to another. */
  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      log.info("revoked {}", numbers(partitions));
      share.lose(numbers(partitions));
    }
  }

  /** They may be another's already, whose runs are later than ours. Spring says revoked, too. */
  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    log.warn("lost {}: this instance was not heard of for too long", numbers(partitions));
    share.lose(numbers(partitions));
  }

  private static Collection<Integer> numbers(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).sorted().toList();
  }
}
