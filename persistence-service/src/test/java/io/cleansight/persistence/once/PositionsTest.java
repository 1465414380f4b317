package io.cleansight.persistence.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cleansight.persistence.once.Positions.Step;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionsTest {
  private static final TopicPartition ONE = new TopicPartition("a", 1);
  private static final TopicPartition OTHER = new TopicPartition("a", 2);

  private final Positions positions = new Positions();

  @Test
  void aPartitionThatWasNeverLocatedIsRefused() {
    var sorted = positions.sort(batch(ONE, 0, 5));
    assertThat(sorted.fresh()).isEmpty();
    assertThat(sorted.doubtful()).containsExactly(ONE);
    assertThat(positions.isCertain(ONE)).isFalse();
  }

  @Test
  void onlyTheRecordsOfTheDoubtfulPartitionAreRefused() {
    positions.locate(ONE, OptionalLong.of(0));
    var sorted =
        positions.sort(
            Stream.of(batch(ONE, 0, 2), batch(OTHER, 0, 2)).flatMap(List::stream).toList());
    assertThat(sorted.fresh()).extracting(ConsumerRecord::partition).containsExactly(1, 1);
    assertThat(sorted.doubtful()).containsExactly(OTHER);
  }

  @Test
  void whatIsBeforeThePositionIsPassedOver() {
    positions.locate(ONE, OptionalLong.of(3));
    var sorted = positions.sort(batch(ONE, 0, 5));
    assertThat(sorted.fresh()).extracting(ConsumerRecord::offset).containsExactly(3L, 4L);
    assertThat(sorted.doubtful()).isEmpty();
  }

  @Test
  void withoutAPositionEverythingIsFresh() {
    positions.locate(ONE, OptionalLong.empty());
    assertThat(positions.sort(batch(ONE, 7, 9)).fresh()).hasSize(2);
    assertThat(positions.steps(batch(ONE, 7, 9)))
        .containsExactly(new Step(ONE, OptionalLong.empty(), 9));
  }

  @Test
  void aBatchThatWasInHandWhenItsPartitionWasLocatedIsRefusedUntilItIsReadAgain() {
    positions.locate(ONE, OptionalLong.of(10));
    var batch = batch(ONE, 10, 20);
    assertThat(positions.sort(batch).fresh()).hasSize(10);
    // The database went back to 5 while the batch was tried, and a rebalance had it located.
    positions.locate(ONE, OptionalLong.of(5));
    var again = positions.sort(batch);
    assertThat(again.fresh()).isEmpty();
    assertThat(again.doubtful()).containsExactly(ONE);
    assertThat(positions.sort(batch(ONE, 5, 20)).fresh()).hasSize(15);
  }

  @Test
  void aRefusedBatchStaysRefusedThoughItsPartitionIsLocatedMeanwhile() {
    var batch = batch(ONE, 10, 20);
    assertThat(positions.sort(batch).doubtful()).containsExactly(ONE);
    positions.locate(ONE, OptionalLong.of(5));
    assertThat(positions.sort(batch).doubtful()).containsExactly(ONE);
  }

  @Test
  void afterACommitTheNextBatchGoesOn() {
    positions.locate(ONE, OptionalLong.of(0));
    var batch = batch(ONE, 0, 5);
    positions.sort(batch);
    var steps = positions.steps(batch);
    assertThat(steps).containsExactly(new Step(ONE, OptionalLong.of(0), 5));
    positions.moved(steps);
    assertThat(positions.known()).isEqualTo(Map.of(ONE, OptionalLong.of(5)));
    // Read again it is passed over; a gap in offsets, as markers of transactions leave, is none in
    // the records.
    var sorted = positions.sort(batch(ONE, 4, 8));
    assertThat(sorted.fresh()).extracting(ConsumerRecord::offset).containsExactly(5L, 6L, 7L);
  }

  @Test
  void stepsAreInOneOrderAndAsFarAsTheHighestOffset() {
    positions.locate(ONE, OptionalLong.of(1));
    positions.locate(OTHER, OptionalLong.of(2));
    positions.locate(new TopicPartition("b", 0), OptionalLong.of(3));
    assertThat(
            positions.steps(
                List.of(
                    record(new TopicPartition("b", 0), 3),
                    record(OTHER, 9),
                    record(OTHER, 2),
                    record(ONE, 1))))
        .containsExactly(
            new Step(ONE, OptionalLong.of(1), 2),
            new Step(OTHER, OptionalLong.of(2), 10),
            new Step(new TopicPartition("b", 0), OptionalLong.of(3), 4));
  }

  @Test
  void doubtTakesBackAllThatWasCertain() {
    positions.locate(ONE, OptionalLong.of(3));
    assertThat(positions.isCertain(ONE)).isTrue();
    positions.doubt(ONE);
    assertThat(positions.isCertain(ONE)).isFalse();
    assertThat(positions.known()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> positions.steps(batch(ONE, 3, 4)));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "5, 10, true",
        "9, 10, true",
        "10, 10, false",
        "11, 10, false",
        "-, 10, true",
        "-, -, false",
        "10, -, false"
      })
  void aDatabaseIsBehindWhereItLacksWhatWasWritten(Long database, Long believed, boolean behind) {
    assertThat(Positions.isBehind(optional(database), optional(believed))).isEqualTo(behind);
  }

  private static OptionalLong optional(@org.jspecify.annotations.Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static List<ConsumerRecord<String, String>> batch(
      TopicPartition partition, long from, long to) {
    return LongStream.range(from, to).mapToObj(offset -> record(partition, offset)).toList();
  }

  private static ConsumerRecord<String, String> record(TopicPartition partition, long offset) {
    return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "key", "value");
  }
}
