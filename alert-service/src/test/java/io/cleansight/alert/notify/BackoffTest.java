package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "9, 256000", "10, 300000", "1000, 300000"})
  void doublesUpToTheLongest(int attempts, long millis) {
    assertThat(BACKOFF.after(attempts, 1)).isEqualTo(Duration.ofMillis(millis));
    assertThat(BACKOFF.after(attempts, 0)).isEqualTo(Duration.ofMillis(millis / 2));
  }

  @Test
  void liesInBetween() {
    assertThat(BACKOFF.after(1, 0.5)).isEqualTo(Duration.ofMillis(750));
  }
}
