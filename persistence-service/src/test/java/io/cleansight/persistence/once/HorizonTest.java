package io.cleansight.persistence.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HorizonTest {
  private static final Instant NOON = Instant.parse("2026-03-11T12:00:00Z");

  @Test
  void recordsThatStayForEverReachBackForEver() {
    assertThat(new Horizon(Duration.ZERO).before(NOON)).isEqualTo(Instant.MIN);
  }

  @Test
  void aDayThatIsKeptIsKeptWhole() {
    assertThat(new Horizon(Duration.ofDays(10)).before(NOON))
        .isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
    assertThat(new Horizon(Duration.ofDays(1)).records()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void lessThanADayIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Horizon(Duration.ofHours(23)))
        .withMessageContaining("PT23H");
    assertThatIllegalArgumentException().isThrownBy(() -> new Horizon(Duration.ofDays(-1)));
  }
}
