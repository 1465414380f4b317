package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.messaging.metric.Metric;
import org.junit.jupiter.api.Test;

class DropReasonsTest {
  @Test
  void theMetricHasEveryReason() {
    assertThat(Metric.FRAMES_DROPPED.labels().getLast().values())
        .containsExactlyInAnyOrder(
            FrameCounter.BACKLOG, FrameCounter.UNSENT, FrameCounter.OVERSIZE, FrameCounter.STILL);
  }
}
