package io.cleansight.persistence.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cleansight.contracts.Topics;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeadLetterFilterTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void withoutAnyWishEverythingIsAdmitted() {
    var filter = new DeadLetterFilter(null, null, null, null, null);
    assertThat(filter.admits(null, "EMPTY", NOON)).isTrue();
    assertThat(filter.topics()).contains(Topics.VIOLATIONS).hasSize(Topics.sources().size());
  }

  @Test
  void eachWishCounts() {
    var filter =
        new DeadLetterFilter(Topics.VIOLATIONS, "BAD_TIME", "line-1", NOON, NOON.plusSeconds(60));
    assertThat(filter.topics()).containsExactly(Topics.VIOLATIONS);
    assertThat(filter.admits("line-1", "BAD_TIME", NOON)).isTrue();
    assertThat(filter.admits("line-1", "BAD_TIME", NOON.plusSeconds(59))).isTrue();
    assertThat(filter.admits("line-1", "BAD_TIME", NOON.plusSeconds(60))).isFalse();
    assertThat(filter.admits("line-1", "BAD_TIME", NOON.minusMillis(1))).isFalse();
    assertThat(filter.admits("line-2", "BAD_TIME", NOON)).isFalse();
    assertThat(filter.admits(null, "BAD_TIME", NOON)).isFalse();
    assertThat(filter.admits("line-1", "EMPTY", NOON)).isFalse();
  }

  @Test
  void aTopicThatThereIsNotIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeadLetterFilter("cleansight.moon", null, null, null, null))
        .withMessageContaining("cleansight.moon");
  }
}
