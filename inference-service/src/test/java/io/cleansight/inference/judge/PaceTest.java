package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Pace pace = Pace.UNKNOWN.after(null, NOON, true);
  private Instant last = NOON;

  @Test
  void isUnknownAfterOneFrame() {
    assertThat(pace.framesPerSecond()).isZero();
    assertThat(pace.interval()).isZero();
  }

  @Test
  void isThatOfTheFirstTwoFrames() {
    after(200, true);
    assertThat(pace.framesPerSecond()).isEqualTo(5);
    assertThat(pace.interval()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void isSmoothed() {
    after(200, true);
    after(400, true);
    assertThat(pace.interval()).isEqualTo(Duration.ofMillis(240));
    assertThat(pace.framesPerSecond()).isEqualTo(1 / 0.24, offset(1e-9));
  }

  @Test
  void framesThatShowNobodyDoNotCountForJudgement() {
    after(200, true);
    after(1000, false);
    after(1000, false);
    after(1000, true);
    assertThat(pace.interval()).isEqualTo(Duration.ofMillis(200));
    assertThat(pace.framesPerSecond()).isLessThan(2);
    after(400, true);
    assertThat(pace.interval()).isEqualTo(Duration.ofMillis(240));
  }

  @Test
  void timeThatStandsStillIsNoPace() {
    after(200, true);
    after(0, true);
    assertThat(pace.interval()).isEqualTo(Duration.ofMillis(200));
    assertThat(pace.framesPerSecond()).isEqualTo(5);
  }

  @Test
  void whatFramesOfAnEmptyRoomChangeIsLeftOut() {
    after(200, true);
    after(200, false);
    Pace empty = pace;
    after(5000, false);
    assertThat(pace).isNotEqualTo(empty);
    assertThat(pace.ofPeople()).isEqualTo(empty.ofPeople());
    after(200, true);
    assertThat(pace.ofPeople()).isNotEqualTo(empty.ofPeople());
    after(400, true);
    assertThat(pace.ofPeople().interval()).isEqualTo(Duration.ofMillis(240));
  }

  private void after(long millis, boolean shows) {
    Instant at = last.plusMillis(millis);
    pace = pace.after(last, at, shows);
    last = at;
  }
}
