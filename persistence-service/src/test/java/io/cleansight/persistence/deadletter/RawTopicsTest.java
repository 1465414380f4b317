package io.cleansight.persistence.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RawTopicsTest {
  private static final TopicPartition PARTITION =
      new TopicPartition("cleansight.violations.dlt", 3);

  @Test
  void everyRecordThatIsThereIsGivenAndNoneThatComesLater() {
    var consumer = consumer(3, null);
    consumer.schedulePollTask(() -> add(consumer, 0, 1));
    consumer.schedulePollTask(() -> add(consumer, 2, 3));
    assertThat(read(consumer, 0)).containsExactly(0L, 1L, 2L);
  }

  @Test
  void readingBeginsAtTheTimeThatIsAskedFor() {
    var consumer = consumer(3, new OffsetAndTimestamp(1, 500));
    consumer.schedulePollTask(() -> add(consumer, 1, 2));
    assertThat(read(consumer, 400)).containsExactly(1L, 2L);
  }

  @Test
  void whereNothingIsYoungerNothingIsRead() {
    assertThat(read(consumer(3, null), 400)).isEmpty();
  }

  private static List<Long> read(MockConsumer<String, byte[]> consumer, long since) {
    var offsets = new ArrayList<Long>();
    RawTopics.read(consumer, PARTITION, since, record -> offsets.add(record.offset()));
    return offsets;
  }

  private static MockConsumer<String, byte[]> consumer(
      long end, @Nullable OffsetAndTimestamp since) {
    var consumer =
        new MockConsumer<String, byte[]>("none") {
          @Override
          public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
              Map<TopicPartition, Long> times) {
            return since == null ? Map.of() : Map.of(PARTITION, since);
          }
        };
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    return consumer;
  }

  private static void add(MockConsumer<String, byte[]> consumer, long... offsets) {
    for (long offset : offsets) {
      consumer.addRecord(
          new ConsumerRecord<>(PARTITION.topic(), 3, offset, "line-1", new byte[] {1}));
    }
  }
}
