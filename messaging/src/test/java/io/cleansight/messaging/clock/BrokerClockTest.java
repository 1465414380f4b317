package io.cleansight.messaging.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One broker and one machine whose clocks have nothing to do with each other. */
class BrokerClockTest {
  private static final Instant BROKER = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration TWO_HOURS = Duration.ofHours(2);

  private Duration passed = Duration.ZERO;
  private Duration wallSet = Duration.ZERO;
  private Duration brokerSet = Duration.ZERO;

  private final BrokerClock clock =
      new BrokerClock(() -> BROKER.plus(passed).plus(wallSet), () -> passed.toNanos());

  @Test
  void isThisMachinesClockUntilABrokerHasAnswered() {
    wallSet = TWO_HOURS;
    assertThat(clock.instant()).isEqualTo(BROKER.plus(TWO_HOURS));
    assertThat(clock.skew()).isEmpty();
  }

  @Test
  void saysTheBrokersTimeOnAMachineThatIsTwoHoursAhead() {
    wallSet = TWO_HOURS;
    send(Duration.ofMillis(2), Duration.ofMillis(2));
    assertThat(clock.instant()).isBetween(now().minusMillis(3), now().plusMillis(3));
    assertThat(clock.skew().orElseThrow())
        .isBetween(TWO_HOURS.minusMillis(3), TWO_HOURS.plusMillis(3));
  }

  @Test
  void doesNotMoveWhenThisMachinesClockIsSet() {
    send(Duration.ofMillis(2), Duration.ofMillis(2));
    wallSet = TWO_HOURS.negated();
    passed = passed.plusSeconds(10);
    assertThat(clock.instant()).isBetween(now().minusMillis(3), now().plusMillis(3));
  }

  @Test
  void aLateAcknowledgementTakesNothingFromWhatIsKnown() {
    send(Duration.ofMillis(1), Duration.ofMillis(1));
    send(Duration.ofSeconds(20), Duration.ofSeconds(40));
    assertThat(clock.instant()).isBetween(now().minusMillis(3), now().plusMillis(3));
  }

  @Test
  void standsStillRatherThanGoingBackALittle() {
    send(Duration.ofMillis(1), Duration.ofMillis(1));
    Instant before = clock.instant();
    brokerSet = Duration.ofMillis(-400);
    send(Duration.ofMillis(1), Duration.ofMillis(1));
    assertThat(clock.instant()).isEqualTo(before);
    passed = passed.plusSeconds(1);
    assertThat(clock.instant()).isBetween(now().minusMillis(3), now().plusMillis(3));
  }

  @Test
  void followsABrokerWhoseClockIsPutRight() {
    brokerSet = TWO_HOURS;
    send(Duration.ofMillis(1), Duration.ofMillis(1));
    assertThat(clock.instant()).isAfter(BROKER.plus(TWO_HOURS));
    brokerSet = Duration.ZERO;
    send(Duration.ofMillis(1), Duration.ofMillis(1));
    assertThat(clock.instant()).isBetween(now().minusMillis(3), now().plusMillis(3));
  }

  @Property
  void isNeverFurtherOffThanTheQuickestAnswerAllows(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 5_000) Integer> roundTrips,
      @ForAll @IntRange(max = 100) int share) {
    long quickest = Long.MAX_VALUE;
    for (int millis : roundTrips) {
      long there = (long) millis * share / 100;
      send(Duration.ofMillis(there), Duration.ofMillis(millis - there));
      quickest = Math.min(quickest, millis);
      // This machine's clock is right here. Not by instant(), which waits where it was ahead.
      assertThat(clock.skew().orElseThrow().abs())
          .isLessThanOrEqualTo(Duration.ofMillis(quickest + 1));
    }
  }

  private Instant now() {
    return BROKER.plus(passed).plus(brokerSet);
  }

  private void send(Duration there, Duration back) {
    long sent = passed.toNanos();
    passed = passed.plus(there);
    long appended = now().toEpochMilli();
    passed = passed.plus(back).plusNanos(1);
    clock.learn(sent, passed.toNanos(), appended);
  }
}
