package io.cleansight.persistence.once;

import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import net.jcip.annotations.ThreadSafe;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What this process believes about positions: how far each partition is written in the database,
 * and that its consumer reads on from there without a gap. Where either is in doubt nothing is
 * written until the partition is located anew. Threads: any; batches of one partition come one
 * after another.
 */
@Component
@ThreadSafe
final class Positions {
  /** In a fixed order, so that two transactions cannot wait for each other. */
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final Map<TopicPartition, Located> located = new ConcurrentHashMap<>();

  /**
   * The first record of each partition's latest batch, by which that batch is known if it is given
   * again.
   */
  private final Map<TopicPartition, WeakReference<ConsumerRecord<?, ?>>> inHand =
      new ConcurrentHashMap<>();

  /**
   * A position that is certain.
   *
   * @param next offset that is not written yet; empty: nothing of the partition is
   * @param refused first record of a batch that was read before the consumer was sought to this
   *     position; null: none was
   */
  private record Located(OptionalLong next, @Nullable WeakReference<ConsumerRecord<?, ?>> refused) {
    boolean refuses(ConsumerRecord<?, ?> first) {
      return refused != null && refused.refersTo(first);
    }
  }

  /**
   * A batch sorted by what may be done with it.
   *
   * @param fresh records to be written, in their order; those written before are passed over
   * @param doubtful partitions whose records must not be written
   */
  record Sorted<R extends ConsumerRecord<?, ?>>(List<R> fresh, Set<TopicPartition> doubtful) {}

  /** A step of one partition, from where it is believed to be. */
  record Step(TopicPartition partition, OptionalLong from, long to) {}

  /**
   * The database has the partition written up to {@code next}, and its consumer was just sought
   * there. A batch in hand was read before, from elsewhere, and stays refused.
   */
  void locate(TopicPartition partition, OptionalLong next) {
    located.put(partition, new Located(next, inHand.get(partition)));
  }

  /** Nothing is certain about the partition any more. */
  void doubt(TopicPartition partition) {
    located.remove(partition);
  }

  boolean isCertain(TopicPartition partition) {
    return located.containsKey(partition);
  }

  /**
   * What is certain of a partition, as an object that is the same for as long as it is: until the
   * partition is located anew, or its position moves. Null: nothing is.
   */
  @Nullable Object certainty(TopicPartition partition) {
    return located.get(partition);
  }

  /** Sorts a batch as the listener was given it. */
  <R extends ConsumerRecord<?, ?>> Sorted<R> sort(List<R> batch) {
    var first = new TreeMap<TopicPartition, R>(ORDER);
    batch.forEach(record -> first.putIfAbsent(partitionOf(record), record));
    var doubtful = new HashSet<TopicPartition>();
    first.forEach(
        (partition, record) -> {
          if (!take(partition, record)) {
            doubtful.add(partition);
          }
        });
    List<R> fresh =
        batch.stream()
            .filter(record -> !doubtful.contains(partitionOf(record)) && isFresh(record))
            .toList();
    return new Sorted<>(fresh, Set.copyOf(doubtful));
  }

  /** Takes a batch in hand, by its first record; false if it must not be written. */
  private boolean take(TopicPartition partition, ConsumerRecord<?, ?> first) {
    inHand.put(partition, new WeakReference<>(first));
    Located at = located.get(partition);
    return at != null && !at.refuses(first);
  }

  private boolean isFresh(ConsumerRecord<?, ?> record) {
    Located at = located.get(partitionOf(record));
    return at != null && (at.next().isEmpty() || record.offset() >= at.next().getAsLong());
  }

  /** The steps over these records, each partition's from where it is. */
  List<Step> steps(List<? extends ConsumerRecord<?, ?>> records) {
    var next = new TreeMap<TopicPartition, Long>(ORDER);
    records.forEach(record -> next.merge(partitionOf(record), record.offset() + 1, Math::max));
    return next.entrySet().stream().map(it -> step(it.getKey(), it.getValue())).toList();
  }

  /** The step of one partition from where it is. */
  Step step(TopicPartition partition, long to) {
    Located at = located.get(partition);
    if (at == null) {
      throw new IllegalStateException("the position of " + partition + " is not certain");
    }
    return new Step(partition, at.next(), to);
  }

  /** These steps are committed. */
  void moved(List<Step> steps) {
    steps.forEach(
        step -> located.put(step.partition(), new Located(OptionalLong.of(step.to()), null)));
  }

  /** All that is certain now. */
  Map<TopicPartition, OptionalLong> known() {
    return located.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> it.getValue().next()));
  }

  /**
   * Whether a database is behind what was believed of it, as one is that was restored, or replaced
   * by a standby that lagged. One that is ahead is not: somebody else has gone on.
   */
  static boolean isBehind(OptionalLong database, OptionalLong believed) {
    return believed.isPresent()
        && (database.isEmpty() || database.getAsLong() < believed.getAsLong());
  }

  static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
