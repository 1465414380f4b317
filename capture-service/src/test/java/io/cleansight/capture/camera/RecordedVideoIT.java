package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.camera.CaptureProperties.Camera;
import io.cleansight.capture.camera.CaptureProperties.Pace;
import io.cleansight.capture.video.Video;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.Words;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Frame;
import io.cleansight.messaging.BrokerClock;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.EventRecords;
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
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** A recorded file is played while nobody judges, for longer than Kafka keeps its frames. */
class RecordedVideoIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant REQUEST = Instant.parse("2026-03-01T12:00:00Z");
  private static final int FRAMES = 150;
  private static final int BACKLOG = 20;
  private static final Camera FILE =
      new Camera("line-1", "scene:7?minutes=0.5&fps=5", false, null, Pace.MAX, REQUEST);

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
  void everyFrameIsJudgedInItsOrderThoughFramesWereDeletedUnjudged() throws Exception {
    try (var station = station()) {
      station.start();
      await().atMost(PATIENCE).until(() -> deleted() > 3 * BACKLOG);
      keepFrames();
      var detector = new StandIn();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                detector.work();
                assertThat(state(station)).isEqualTo(Words.FINISHED);
              });
      detector.work();
      assertThat(detector.taken)
          .containsExactlyElementsOf(LongStream.range(0, FRAMES).boxed().toList());
    }
  }

  private CameraStation station() {
    var sender =
        new EventSender(broker.template(), new EventRecords("capture-service"), new BrokerClock());
    return new CameraStation(
        FILE,
        false,
        new CameraContext(
            new CaptureProperties(
                List.of(FILE),
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                BACKLOG,
                DataSize.ofMegabytes(64)),
            sender,
            new RunRegistry(sender, broker.consumers()),
            new ResumePoint(broker.consumers(), System::nanoTime),
            new Backlog(new BacklogAdmin(broker.admin()), System::nanoTime),
            Video::open));
  }

  private String state(CameraStation station) {
    station.heartbeat();
    return broker.events(Topics.CAMERA_HEALTH, CameraHealth.class).toList().getLast().getState();
  }

  /** How many records of the topic are gone. */
  private long deleted() throws Exception {
    var partitions = new ArrayList<TopicPartition>();
    for (int i = 0; i < 6; i++) {
      partitions.add(new TopicPartition(Topics.FRAMES, i));
    }
    long sum = 0;
    for (var it : partitions) {
      sum +=
          broker
              .admin()
              .listOffsets(Map.of(it, OffsetSpec.earliest()))
              .partitionResult(it)
              .get()
              .offset();
    }
    return sum;
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

  /** Takes frames as inference does: in their order, older ones than the last are repeats. */
  private final class StandIn {
    private final List<Long> taken = new ArrayList<>();
    private final Consumer<String, Decoded<SpecificRecord>> consumer;

    StandIn() {
      consumer =
          broker.consumers().createConsumer(ConsumerGroups.DETECT, "test", null, new Properties());
      consumer.subscribe(List.of(Topics.FRAMES));
    }

    void work() {
      for (ConsumerRecord<String, Decoded<SpecificRecord>> record :
          consumer.poll(Duration.ofMillis(200))) {
        if (record.value() instanceof Decoded.Event<SpecificRecord>(Frame frame)
            && (taken.isEmpty() || frame.getSequence() > taken.getLast())) {
          taken.add(frame.getSequence());
        }
      }
      consumer.commitSync();
    }
  }
}
