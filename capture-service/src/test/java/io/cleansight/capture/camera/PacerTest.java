package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.RecordingLatch;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final Duration BEGIN = Duration.ofMinutes(3);

  private long nanos = -5;
  private final RecordingLatch stop = new RecordingLatch(wait -> nanos += wait.toNanos());
  private final Pacer pacer = new Pacer(stop, () -> nanos);

  @Test
  void picturesAreDueByTheirMediaTime() throws Exception {
    assertThat(pacer.await(BEGIN)).isTrue();
    assertThat(stop.waits).isEmpty();
    assertThat(pacer.await(BEGIN.plusMillis(40))).isTrue();
    nanos += Duration.ofMillis(30).toNanos();
    assertThat(pacer.await(BEGIN.plusMillis(80))).isTrue();
    assertThat(stop.waits).containsExactly(Duration.ofMillis(40), Duration.ofMillis(10));
  }

  @Test
  void aPictureIsLateAfterMoreThanASecond() throws Exception {
    pacer.await(BEGIN);
    nanos += Duration.ofMillis(1040).toNanos();
    assertThat(pacer.await(BEGIN.plusMillis(40))).isTrue();
    nanos++;
    assertThat(pacer.await(BEGIN.plusMillis(40))).isFalse();
    assertThat(pacer.await(BEGIN.plusMillis(60))).isTrue();
    assertThat(stop.waits).isEmpty();
  }

  @Test
  void aVideoThatIsPlayedTooSlowlyGoesOnFromWhereItIs() throws Exception {
    pacer.await(BEGIN);
    nanos += Duration.ofSeconds(5).toNanos();
    assertThat(pacer.await(BEGIN.plusMillis(40))).isFalse();
    pacer.restart();
    assertThat(pacer.await(BEGIN.plusMillis(80))).isTrue();
    assertThat(pacer.await(BEGIN.plusMillis(120))).isTrue();
    assertThat(stop.waits).containsExactly(Duration.ofMillis(40));
  }
}
