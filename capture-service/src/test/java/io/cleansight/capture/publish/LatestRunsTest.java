package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraRun;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a camera's run is still the latest, whoever has begun another. */
class LatestRunsTest {
  private final FakeKafka kafka = new FakeKafka();
  private final RunRegistry registry = new RunRegistry(kafka.sender(), kafka.consumers());
  private final LatestRuns latest = new LatestRuns();

  @BeforeEach
  void makeTopic() {
    kafka.make(Topics.CAMERA_RUNS, 1);
  }

  @Test
  void aRunIsFollowedByALaterOneOfItsCameraAlone() throws Exception {
    Run first = registry.started("line-1", "live");
    Run other = registry.started("line-2", "live");
    read();
    assertThat(latest.haveFollowed("line-1", first.generation())).isFalse();
    Run second = registry.started("line-1", "live");
    read();
    assertThat(latest.haveFollowed("line-1", first.generation())).isTrue();
    assertThat(latest.haveFollowed("line-1", second.generation())).isFalse();
    assertThat(latest.haveFollowed("line-2", other.generation())).isFalse();
    assertThat(latest.haveFollowed("line-3", 0)).isFalse();
  }

  @Test
  void runsThatStandBeforeTheOriginCountToo() throws Exception {
    kafka.append(Topics.CAMERA_RUNS, 0, new CameraRun("line-9", "line-9", null, "live"));
    Run first = registry.started("line-1", "live");
    read();
    assertThat(latest.haveFollowed("line-9", first.generation() - 3)).isTrue();
    assertThat(latest.haveFollowed("line-9", first.generation() - 2)).isFalse();
  }

  /** What the topic holds now. */
  private void read() {
    try (var consumer = kafka.consumers().createConsumer(null, "latest-runs")) {
      consumer.assign(List.of(new TopicPartition(Topics.CAMERA_RUNS, 0)));
      var polls = new AtomicInteger();
      latest.follow(consumer, () -> polls.getAndIncrement() < 10);
    }
  }
}
