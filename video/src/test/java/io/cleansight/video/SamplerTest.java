package io.cleansight.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  @Test
  void keepsEverythingUnlessTold() {
    assertThat(keptOf(100, 25, new Sampler(null))).isEqualTo(100);
  }

  @Test
  void keepsTheAskedRate() {
    assertThat(keptOf(250, 25, new Sampler(5.0))).isEqualTo(50);
    assertThat(keptOf(250, 25, new Sampler(0.5))).isEqualTo(5);
  }

  @Test
  void neverMakesFramesUp() {
    assertThat(keptOf(50, 5, new Sampler(60.0))).isEqualTo(50);
  }

  private static long keptOf(int frames, int framesPerSecond, Sampler sampler) {
    return IntStream.range(0, frames)
        .filter(frame -> sampler.keeps(Duration.ofMillis(frame * 1000L / framesPerSecond)))
        .count();
  }
}
