package io.cleansight.messaging.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionGrowthTest {
  @Test
  void aMultipleIsTaken() {
    assertThat(PartitionGrowth.objections(Map.of("a", 6, "b", 6), 12)).isEmpty();
    assertThat(PartitionGrowth.objections(Map.of("a", 6, "b", 6), 6)).isEmpty();
    assertThat(PartitionGrowth.objections(Map.of("a", 1), 1024)).isEmpty();
  }

  @Test
  void aGrowthThatWasInterruptedIsFinishedBeforeAnother() {
    assertThat(PartitionGrowth.objections(Map.of("a", 6, "b", 12), 12)).isEmpty();
    assertThat(PartitionGrowth.objections(Map.of("a", 6, "b", 12), 24))
        .singleElement()
        .asString()
        .contains("to 12 partitions was interrupted");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThat(PartitionGrowth.objections(Map.of(), 12))
        .singleElement()
        .asString()
        .contains("no topics");
    assertThat(PartitionGrowth.objections(Map.of("a", 12), 6))
        .anyMatch(it -> it.contains("only grow"));
    assertThat(PartitionGrowth.objections(Map.of("a", 6), 13))
        .singleElement()
        .asString()
        .contains("multiple of 6");
    assertThat(PartitionGrowth.objections(Map.of("a", 5), 1025))
        .singleElement()
        .asString()
        .contains("1024");
  }
}
