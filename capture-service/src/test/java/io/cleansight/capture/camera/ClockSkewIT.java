package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.Broker;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Frame;
import io.cleansight.messaging.clock.BrokerClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine whose clock is wrong, over a broker whose clock is right. */
class ClockSkewIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {2, -2})
  void aLiveCameraIsDatedByTheBrokerAndReportsTheSkew(long hours) throws Exception {
    var room = new Camera("line-1", "scene:7", false, null, Pace.REALTIME, null, null);
    Duration skew = Duration.ofHours(hours);
    try (var broker = broker();
        var runningCamera = runningCamera(broker, room, skew)) {
      runningCamera.start();
      await().atMost(PATIENCE).until(() -> broker.records(Topics.FRAMES).size() >= 5);
      runningCamera.heartbeat();
      await().atMost(PATIENCE).until(() -> broker.records(Topics.CAMERA_HEALTH).size() >= 2);
      broker.records(Topics.FRAMES).forEach(ClockSkewIT::assertDatedByTheBroker);
      broker.records(Topics.CAMERA_HEALTH).forEach(ClockSkewIT::assertDatedByTheBroker);
      assertThat(broker.events(Topics.CAMERA_HEALTH, CameraHealth.class))
          .allSatisfy(
              it ->
                  assertThat(Duration.ofMillis(it.getClockSkewMillis()))
                      .isBetween(skew.minus(CLOSE), skew.plus(CLOSE)));
    }
  }

  @Test
  void aFileWithoutARequestIsDatedByTheBroker() throws Exception {
    var file =
        new Camera("line-1", "scene:7?minutes=0.5&fps=5", false, null, Pace.REALTIME, null, null);
    try (var broker = broker();
        var runningCamera = runningCamera(broker, file, Duration.ofHours(2))) {
      runningCamera.start();
      await().atMost(PATIENCE).until(() -> broker.records(Topics.FRAMES).size() >= 5);
      broker.records(Topics.FRAMES).forEach(ClockSkewIT::assertDatedByTheBroker);
    }
  }

  private Broker broker() throws Exception {
    return Broker.start(
        folder.resolve("kafka"),
        Map.of(),
        Topics.CAMERA_RUNS,
        Topics.CAMERA_HEALTH,
        Topics.CAMERAS,
        Topics.FRAMES,
        Topics.DETECTIONS);
  }

  private static RunningCamera runningCamera(Broker broker, Camera camera, Duration skew) {
    var clock = new BrokerClock(() -> Instant.now().plus(skew), System::nanoTime);
    return new RunningCamera(camera, CameraRig.ALL, true, BrokerContext.of(broker, clock, 300));
  }

  private static void assertDatedByTheBroker(
      ConsumerRecord<String, Decoded<SpecificRecord>> record) {
    Instant appended = Instant.ofEpochMilli(record.timestamp());
    Instant dated =
        record.value() instanceof Decoded.Event<SpecificRecord>(var event)
            ? switch (event) {
              case Frame frame -> frame.getCapturedAt();
              case CameraHealth health -> health.getAt();
              default -> Instant.MIN;
            }
            : Instant.MIN;
    assertThat(dated).isBetween(appended.minus(CLOSE), appended.plus(CLOSE));
  }
}
