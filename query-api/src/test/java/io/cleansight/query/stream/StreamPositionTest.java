package io.cleansight.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StreamPositionTest {
  private static final List<String> TOPICS =
      List.of(Topics.VIOLATIONS, Topics.ALERTS, Topics.CAMERA_HEALTH);

  @Test
  void whatWasWrittenIsRead() {
    StreamPosition position =
        StreamPosition.of(
            Map.of(
                new TopicPartition(Topics.VIOLATIONS, 0), 7L,
                new TopicPartition(Topics.VIOLATIONS, 11), Long.MAX_VALUE,
                new TopicPartition(Topics.CAMERA_HEALTH, 3), 0L));
    StreamPosition read = StreamPosition.read(position.write()).orElseThrow();
    assertThat(read.lacks("v0", 6)).isFalse();
    assertThat(read.lacks("v0", 7)).isTrue();
    assertThat(read.lacks("v11", Long.MAX_VALUE - 1)).isFalse();
    assertThat(read.lacks("v5", 0)).isTrue();
    assertThat(read.lacks("c3", 0)).isTrue();
    assertThat(read.lacks("a0", 0)).isTrue();
  }

  @Test
  void theIdOf48PartitionsIsShort() {
    assertThat(every(48, 100_000_000).write().length()).isLessThan(800);
    assertThat(every(48, 10_000).write().length()).isLessThan(600);
  }

  @Test
  void theIdOfTheMostPartitionsIsRead() {
    StreamPosition most = every(TopicLayout.MOST_PARTITIONS, 1L << 40);
    assertThat(StreamPosition.read(most.write())).contains(most);
  }

  @Test
  void whatIsNoIdIsRefused() {
    byte[] written = Base64.getUrlDecoder().decode(every(6, 1000).write());
    assertThat(StreamPosition.read("")).isEmpty();
    assertThat(StreamPosition.read("v0=5")).isEmpty();
    assertThat(StreamPosition.read("forged")).isEmpty();
    assertThat(StreamPosition.read(encoded(java.util.Arrays.copyOf(written, written.length - 1))))
        .isEmpty();
    assertThat(StreamPosition.read(encoded(java.util.Arrays.copyOf(written, written.length + 1))))
        .isEmpty();
    // One partition each, the first at -1.
    assertThat(StreamPosition.read(encoded(new byte[] {2, 1, 2, 0, 2, 0}))).isEmpty();
    assertThat(StreamPosition.read(encoded(new byte[] {2, 2, 2, 0, 2, 0}))).isPresent();
    // A negative number of partitions, and one above the most.
    assertThat(StreamPosition.read(encoded(new byte[] {1, 0, 0}))).isEmpty();
    assertThat(StreamPosition.read(encoded(new byte[] {(byte) 0x82, 0x10, 0, 0}))).isEmpty();
    assertThat(StreamPosition.read("A".repeat(30_001))).isEmpty();
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static StreamPosition every(int partitions, long offset) {
    var next = new HashMap<TopicPartition, Long>();
    for (String topic : TOPICS) {
      for (int partition = 0; partition < partitions; partition++) {
        next.put(new TopicPartition(topic, partition), offset + partition);
      }
    }
    return StreamPosition.of(next);
  }
}
