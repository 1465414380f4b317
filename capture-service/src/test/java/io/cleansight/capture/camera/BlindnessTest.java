package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.vocabulary.video.CameraReason;
import io.cleansight.video.Glance;
import io.cleansight.video.Mask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlindnessTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Random noise = new Random(7);
  private final Blindness blindness = new Blindness(Duration.ofSeconds(5), Duration.ofSeconds(60));

  @Test
  void aPictureWithLightAndShadeIsSeen() {
    for (int second = 0; second < 200; second++) {
      assertThat(look(second, picture(point -> point % 200 + noise.nextInt(2)))).isEmpty();
    }
  }

  @Test
  void aDarkOneIsBlindAfterAWhileAndSeesAgainAtOnce() {
    for (int second = 0; second < 5; second++) {
      assertThat(look(second, picture(_ -> noise.nextInt(8)))).isEmpty();
    }
    assertThat(look(5, picture(_ -> noise.nextInt(8)))).hasValue(CameraReason.DARK);
    assertThat(look(6, picture(point -> point % 200))).isEmpty();
  }

  @Test
  void aCoveredOneIsBlindHoweverBright() {
    look(0, picture(_ -> 128 + noise.nextInt(6)));
    assertThat(look(5, picture(_ -> 128 + noise.nextInt(6)))).hasValue(CameraReason.COVERED);
  }

  /** Of 90 % that is masked, the rest decides. */
  @Test
  void aMaskIsNoDarkness() {
    var mask =
        new Mask(
            List.of(
                new Mask.Corner(0.1, 0),
                new Mask.Corner(1, 0),
                new Mask.Corner(1, 1),
                new Mask.Corner(0.1, 1)));
    for (int second = 0; second < 20; second++) {
      Glance masked =
          picture(
              point ->
                  point % Glance.COLUMNS < 3
                      ? 60 + 2 * (point / Glance.COLUMNS) + noise.nextInt(3)
                      : 0);
      assertThat(look(second, masked.beside(List.of(mask)))).isEmpty();
    }
  }

  @Test
  void aFrozenOneIsBlindUntilAPointChanges() {
    for (int second = 0; second < 60; second++) {
      assertThat(look(second, picture(point -> point % 200))).isEmpty();
    }
    assertThat(look(60, picture(point -> point % 200))).hasValue(CameraReason.FROZEN);
    assertThat(look(61, picture(point -> point == 77 ? 99 : point % 200))).isEmpty();
  }

  @Test
  void aDrawnRoomIsNeverFrozen() {
    var drawn = new Blindness(Duration.ofSeconds(5), Duration.ZERO);
    for (int second = 0; second < 200; second++) {
      assertThat(drawn.look(NOON.plusSeconds(second), picture(point -> point % 200))).isEmpty();
    }
  }

  private Optional<CameraReason> look(int second, Glance picture) {
    return blindness.look(NOON.plusSeconds(second), picture);
  }

  private static Glance picture(IntUnaryOperator luma) {
    return new Glance(IntStream.range(0, Glance.COLUMNS * Glance.ROWS).map(luma).toArray());
  }
}
