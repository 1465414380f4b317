package io.cleansight.persistence.once;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.ConsumerSeekAware;

/**
 * A listener whose position is the database's, not Kafka's: it writes its batches by {@link
 * OnceWriter}. What Spring tells a listener about its partitions is passed on to whoever locates
 * them; without that, all it is given would be refused. Threads: Spring calls these methods on the
 * consumer's own.
 */
public interface OnceListener extends ConsumerSeekAware {
  /** What its batches are written by. */
  OnceWriter writer();

  @Override
  default void registerSeekCallback(ConsumerSeekCallback callback) {
    writer().locator().registerSeekCallback(callback);
  }

  @Override
  default void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    writer().locator().onPartitionsAssigned(assignments, callback);
  }

  @Override
  default void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
    writer().locator().onPartitionsRevoked(partitions);
  }

  @Override
  default void unregisterSeekCallback() {
    writer().locator().unregisterSeekCallback();
  }
}
