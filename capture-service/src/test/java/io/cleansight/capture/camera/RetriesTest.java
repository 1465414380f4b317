package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.video.VideoException.Fault;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final Retries retries = new Retries(FIRST, LONGEST);

  @Test
  void pausesDoubleUpToTheMaximum() {
    List<Duration> pauses = Stream.generate(() -> retries.next(Fault.NOT_FOUND)).limit(8).toList();
    for (int i = 0; i < 5; i++) {
      Duration middle = FIRST.multipliedBy(1L << i);
      assertThat(pauses.get(i)).isBetween(middle.dividedBy(2), middle.multipliedBy(3).dividedBy(2));
    }
    assertThat(pauses).allSatisfy(it -> assertThat(it).isBetween(FIRST, LONGEST));
    assertThat(pauses.subList(5, 8))
        .allSatisfy(it -> assertThat(it).isGreaterThanOrEqualTo(LONGEST.dividedBy(2)));
  }

  @Test
  void pausesHaveJitter() {
    Set<Duration> pauses = new HashSet<>();
    for (int camera = 0; camera < 40; camera++) {
      pauses.add(new Retries(FIRST, LONGEST).next(Fault.NOT_FOUND));
    }
    assertThat(pauses).hasSizeGreaterThan(5);
  }

  @Test
  void rejectedCredentialsPauseTenTimesLonger() {
    assertThat(retries.next(Fault.REFUSED))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
    assertThat(retries.next(Fault.NOT_FOUND))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(retries.next(Fault.NOT_FOUND))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
  }

  @Test
  void whatIsAwayIsLookedForEveryTwoSeconds() {
    List<Duration> pauses = Stream.generate(() -> retries.next(Fault.STALLED)).limit(20).toList();
    assertThat(pauses).allMatch(it -> it.compareTo(Duration.ofSeconds(2)) <= 0);
    assertThat(Set.copyOf(pauses.subList(5, 20))).hasSizeGreaterThan(3);
  }

  @Test
  void resetStartsOver() {
    retries.next(Fault.NOT_FOUND);
    retries.next(Fault.NOT_FOUND);
    retries.reset();
    assertThat(retries.next(Fault.NOT_FOUND)).isLessThanOrEqualTo(FIRST.plusMillis(500));
  }
}
