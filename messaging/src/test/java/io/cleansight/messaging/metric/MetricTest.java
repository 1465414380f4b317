package io.cleansight.messaging.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void aWordThatIsNotDeclaredMakesNoSeriesOfItsOwn() {
    Metric.DEAD_LETTERS.counter(registry, "MALFORMED").increment();
    Metric.DEAD_LETTERS.counter(registry, "by a stranger").increment();
    Metric.DEAD_LETTERS.counter(registry, "by another").increment();
    assertThat(registry.get("cleansight.dead.letters").tag("code", "other").counter().count())
        .isEqualTo(2);
    assertThat(registry.getMeters()).hasSize(2);
  }

  @Test
  void everyDeclaredValueIsThereFromTheStart() {
    Metric.DEAD_LETTERS.countFromZero(registry);
    assertThat(registry.get("cleansight.dead.letters").counters())
        .hasSameSizeAs(Metric.DEAD_LETTERS.labels().getFirst().values())
        .allMatch(it -> it.count() == 0);
  }

  @Test
  void labelsAreThoseDeclared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.FRAMES_DROPPED.counter(registry, "line-1"))
        .withMessageContaining("cleansight.frames.dropped");
  }

  @Test
  void clocksThatDisagreeCountAsNoTime() {
    Metric.FRAME_LATENCY.between(registry, NOON.plusSeconds(3), NOON, "written");
    Metric.FRAME_LATENCY.between(registry, NOON, NOON.plusSeconds(2), "written");
    var timer = registry.get("cleansight.frame.latency").timer();
    assertThat(timer.count()).isEqualTo(2);
    assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(2);
  }

  @Test
  void noTwoAreCalledAlike() {
    assertThat(Stream.of(Metric.values()).map(Metric::title)).doesNotHaveDuplicates();
  }
}
