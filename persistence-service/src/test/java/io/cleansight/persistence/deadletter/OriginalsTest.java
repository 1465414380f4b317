package io.cleansight.persistence.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.messaging.deadletter.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OriginalsTest {
  private static final TopicPartition PARTITION = new TopicPartition("cleansight.violations", 3);
  private static final byte[] BYTES = {1, 2, 3};

  private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("none");

  @Test
  void theRecordAtThatPlaceIsFound() {
    holds(5, 10, new ConsumerRecord<>(PARTITION.topic(), 3, 7, "line-1", BYTES));
    assertThat(find(7, BYTES)).hasValueSatisfying(it -> assertThat(it.value()).isEqualTo(BYTES));
  }

  @Test
  void oneOfOtherBytesIsAnother() {
    holds(5, 10, new ConsumerRecord<>(PARTITION.topic(), 3, 7, "line-1", new byte[] {9}));
    assertThat(find(7, BYTES)).isEmpty();
  }

  @Test
  void oneThatIsGoneIsNotFound() {
    holds(8, 10, new ConsumerRecord<>(PARTITION.topic(), 3, 8, "line-1", BYTES));
    assertThat(find(7, BYTES)).isEmpty();
    assertThat(find(10, BYTES)).isEmpty();
  }

  @Test
  void oneThatWasCompactedAwayIsNotFound() {
    holds(5, 10, new ConsumerRecord<>(PARTITION.topic(), 3, 9, "line-1", BYTES));
    assertThat(find(7, BYTES)).isEmpty();
  }

  @Test
  void aLetterThatDoesNotSayWhereHasNoOriginal() {
    try (var originals = new Originals(consumer)) {
      assertThat(originals.find(new ConsumerRecord<>("cleansight.violations.dlt", 3, 0, "k", null)))
          .isEmpty();
    }
    assertThat(consumer.closed()).isTrue();
  }

  private void holds(long start, long end, ConsumerRecord<String, byte[]> record) {
    consumer.updateBeginningOffsets(Map.of(PARTITION, start));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    consumer.schedulePollTask(() -> consumer.addRecord(record));
  }

  private java.util.Optional<ConsumerRecord<String, byte[]>> find(long offset, byte[] bytes) {
    var letter =
        new ConsumerRecord<String, byte[]>(
            "cleansight.violations.dlt", 3, 0, "line-1", new byte[0]);
    Map.of(
            "dlt_topic", PARTITION.topic(),
            "dlt_partition", "3",
            "dlt_offset", Long.toString(offset),
            "dlt_sha256", DeadLetter.sha256(bytes))
        .forEach(
            (name, value) -> letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return new Originals(consumer).find(letter);
  }
}
