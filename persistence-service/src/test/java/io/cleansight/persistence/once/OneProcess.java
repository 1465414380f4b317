package io.cleansight.persistence.once;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.messaging.trace.Tracing;
import io.cleansight.persistence.Started;
import io.cleansight.persistence.deadletter.DeadLetterPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.listener.ConsumerSeekAware.ConsumerSeekCallback;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What one process holds in memory, over a database that it shares. It has one partition, and a
 * consumer that does as Spring's does: what it is asked to seek it seeks before it polls next.
 */
final class OneProcess {
  private final TopicPartition partition;
  private final OnceWriter writer;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SoughtConsumer consumer = new SoughtConsumer();

  /** Its partition is assigned to it. */
  OneProcess(Started started, TopicPartition partition) {
    this.partition = partition;
    var positions = new Positions();
    var store = started.bean(PositionStore.class);
    var deadLetters = started.bean(DeadLetterPublisher.class);
    writer =
        new OnceWriter(
            positions,
            new PartitionLocator(positions, store, deadLetters),
            store,
            started.bean(ReplayedDeadLetterStore.class),
            started.bean(TransactionTemplate.class),
            deadLetters,
            meters,
            Tracing.off());
    locator().registerSeekCallback(consumer);
    assign();
  }

  /** Within a poll, so what is sought for it is sought at once. */
  void assign() {
    locator().onPartitionsAssigned(Map.of(partition, 0L), consumer);
    poll();
  }

  /** Batches that were not written as their position was elsewhere. */
  double conflicts() {
    return Metric.POSITION_CONFLICTS.counter(meters, partition.topic()).count();
  }

  void revoke() {
    locator().onPartitionsRevoked(List.of(partition));
  }

  PartitionLocator locator() {
    return writer.locator();
  }

  void write(
      List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch, Consumer<SortedBatch> rows) {
    writer.write(batch, rows);
  }

  void write(
      List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch,
      Consumer<SortedBatch> before,
      Consumer<SortedBatch> rows) {
    writer.write(batch, before, rows);
  }

  /** How many seeks are asked for; each is of its partition. */
  int seeks() {
    return consumer.seeks.size();
  }

  /** Has its consumer poll; returns where that reads on. */
  long poll() {
    while (!consumer.seeks.isEmpty()) {
      consumer.position = consumer.seeks.remove().apply(consumer.position);
    }
    return consumer.position;
  }

  private static final class SoughtConsumer implements ConsumerSeekCallback {
    private final Queue<Function<Long, Long>> seeks = new ArrayDeque<>();
    private long position;

    @Override
    public void seek(String topic, int partition, long offset) {
      position = offset;
    }

    @Override
    public void seek(String topic, int partition, Function<Long, Long> offset) {
      seeks.add(offset);
    }

    @Override
    public void seekToBeginning(String topic, int partition) {
      seeks.add(_ -> 0L);
    }

    @Override
    public void seekToEnd(String topic, int partition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seekRelative(String topic, int partition, long offset, boolean toCurrent) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seekToTimestamp(String topic, int partition, long timestamp) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void seekToTimestamp(java.util.Collection<TopicPartition> partitions, long timestamp) {
      throw new UnsupportedOperationException();
    }
  }
}
