package io.cleansight.messaging.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StreamClockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private long nanos = Long.MAX_VALUE - 1; // a monotonic clock may begin anywhere, and overflow
  private final StreamClock clock = new StreamClock(() -> nanos, Duration.ofMillis(300));

  @Test
  void knowsNoTimeBeforeTheFirstRecord() {
    pass(500);
    assertThat(clock.tick()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void isTheTimeOfTheLatestRecordWhateverComesAfterIt() {
    clock.seen(NOON);
    assertThat(clock.now()).isEqualTo(NOON);
    clock.seen(NOON.minusSeconds(5));
    assertThat(clock.now()).isEqualTo(NOON);
    clock.seen(NOON.plusSeconds(5));
    assertThat(clock.now()).isEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void isCarriedOnWhileNoRecordComesAndStaysBehindByWhatOneMayBeLate() {
    clock.seen(NOON);
    pass(200);
    assertThat(clock.tick()).isEqualTo(NOON);
    pass(500);
    assertThat(clock.tick()).isEqualTo(NOON.plusMillis(400));
    pass(500);
    assertThat(clock.tick()).isEqualTo(NOON.plusMillis(900));
    assertThat(clock.now()).isEqualTo(NOON.plusMillis(900));
  }

  @Test
  void neverGoesBack() {
    clock.seen(NOON);
    pass(1000);
    assertThat(clock.tick()).isEqualTo(NOON.plusMillis(700));
    clock.seen(NOON.plusMillis(600)); // had been on its way
    assertThat(clock.now()).isEqualTo(NOON.plusMillis(700));
    pass(500);
    assertThat(clock.tick()).isEqualTo(NOON.plusMillis(1200));
  }

  /** A record sets the time; what had passed before it is not carried on after it. */
  @Test
  void isCarriedOnFromTheLatestRecord() {
    clock.seen(NOON);
    pass(900);
    clock.seen(NOON.plusSeconds(10));
    pass(500);
    assertThat(clock.tick()).isEqualTo(NOON.plusMillis(10_200));
  }

  /** Records of that time may be waiting to be read. */
  @Test
  void aPauseOfTheProcessCountsForASecondAtMost() {
    clock.seen(NOON);
    pass(3_600_000);
    assertThat(clock.tick()).isEqualTo(NOON.plusMillis(700));
    pass(1000);
    assertThat(clock.tick()).isEqualTo(NOON.plusMillis(1700));
  }

  private void pass(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
  }
}
