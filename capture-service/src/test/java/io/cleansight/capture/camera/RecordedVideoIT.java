package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.Broker;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Frame;
import io.cleansight.messaging.clock.BrokerClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded files over a real broker, which deletes frames within seconds. */
class RecordedVideoIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Instant REQUEST = Instant.parse("2026-03-01T12:00:00Z");
  private static final int FRAMES = 150;
  private static final int BACKLOG = 40;
  private static final Camera FILE =
      new Camera("line-1", "scene:7?minutes=0.5&fps=5", false, null, Pace.MAX, REQUEST, null);

  @TempDir Path folder;

  private Broker broker;

  @BeforeEach
  void start() throws Exception {
    broker =
        Broker.start(
            folder.resolve("kafka"),
            Map.of("log.retention.check.interval.ms", "100", "log.initial.task.delay.ms", "0"),
            Topics.CAMERA_RUNS,
            Topics.CAMERA_HEALTH,
            Topics.CAMERAS,
            Topics.DETECTIONS);
    broker.make(Topics.FRAMES, Map.of("retention.ms", "1500", "segment.ms", "300"));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void everyFrameIsJudgedInOrderThoughFramesWereDeletedUnjudged() throws Exception {
    try (var runningCamera = runningCamera()) {
      runningCamera.start();
      await().atMost(PATIENCE).until(() -> deletedFrames() > 2 * BACKLOG);
      await().atMost(PATIENCE).until(() -> states().contains(CameraStatus.WAITING.word()));
      assertThat(states()).doesNotContain(CameraStatus.FINISHED.word());
      keepFrames();
      // What lies there is either complete or is noticed not to be.
      await().atMost(PATIENCE).until(() -> unread().equals(upTo(BACKLOG + 1)));
      try (var inference = new StandIn()) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  inference.work();
                  assertThat(states()).endsWith(CameraStatus.FINISHED.word());
                });
        assertThat(inference.taken).isEqualTo(upTo(FRAMES));
      }
    }
  }

  @Test
  void aRestartLosesNoFrame() throws Exception {
    broker.admin().deleteTopics(List.of(Topics.FRAMES)).all().get();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              broker.make(Topics.FRAMES, Map.of());
              return true;
            });
    try (var former = runningCamera()) {
      former.start();
      await().atMost(PATIENCE).until(() -> unread().equals(upTo(BACKLOG + 1)));
    }
    try (var inference = new StandIn();
        var runningCamera = runningCamera()) {
      runningCamera.start();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                inference.work();
                assertThat(states()).endsWith(CameraStatus.FINISHED.word());
              });
      assertThat(inference.taken).isEqualTo(upTo(FRAMES));
    }
  }

  private RunningCamera runningCamera() {
    return new RunningCamera(
        FILE, CameraRig.ALL, false, BrokerContext.of(broker, new BrokerClock(), BACKLOG));
  }

  private List<String> states() {
    return broker
        .events(Topics.CAMERA_HEALTH, CameraHealth.class)
        .map(CameraHealth::getState)
        .toList();
  }

  private long deletedFrames() {
    try (var consumer = broker.consumers().createConsumer(null, "test")) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.FRAMES).stream()
              .map(it -> new TopicPartition(Topics.FRAMES, it.partition()))
              .toList();
      return consumer.beginningOffsets(partitions).values().stream().mapToLong(it -> it).sum();
    }
  }

  /** The sequences that a reader who begins now would take, in their order. */
  private List<Long> unread() {
    var taken = new ArrayList<Long>();
    broker
        .events(Topics.FRAMES, Frame.class)
        .map(Frame::getSequence)
        .filter(it -> taken.isEmpty() || it > taken.getLast())
        .forEach(taken::add);
    return taken;
  }

  private void keepFrames() throws Exception {
    broker
        .admin()
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, Topics.FRAMES),
                List.of(
                    new AlterConfigOp(
                        new ConfigEntry("retention.ms", "-1"), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static List<Long> upTo(int end) {
    return LongStream.range(0, end).boxed().toList();
  }

  /** Takes frames as inference does: in their order, older ones than the last are repeats. */
  private final class StandIn implements AutoCloseable {
    private final List<Long> taken = new ArrayList<>();
    private final Consumer<String, Decoded<SpecificRecord>> consumer;

    StandIn() {
      consumer =
          broker.consumers().createConsumer(ConsumerGroups.DETECT, "test", null, new Properties());
      consumer.subscribe(List.of(Topics.FRAMES));
    }

    void work() {
      for (var record : consumer.poll(Duration.ofMillis(200))) {
        if (record.value() instanceof Decoded.Event<SpecificRecord>(Frame frame)
            && (taken.isEmpty() || frame.getSequence() > taken.getLast())) {
          taken.add(frame.getSequence());
        }
      }
      consumer.commitSync();
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
