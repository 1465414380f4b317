package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.publish.FrameCounter;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Frame;
import io.cleansight.messaging.log.LogKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RunningCameraTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Camera ROOM =
      new Camera("line-1", "scene:7", false, null, Pace.REALTIME, null, null);

  private final CameraRig rig = new CameraRig();

  @Test
  void reportsOfflineBeforeItsRunIsRegistered() {
    rig.kafka.goAway();
    var runningCamera = new RunningCamera(CameraRig.stream(), rig.footage, false, rig.context());
    runningCamera.heartbeat();
    assertThat(health()).isEmpty();
    rig.kafka.comeBack();
    runningCamera.heartbeat();
    CameraHealth first = health().getLast();
    assertThat(first.getCameraId()).isEqualTo("line-1");
    assertThat(first.getState()).isEqualTo("offline");
    assertThat(first.getReason()).isEqualTo("not opened yet");
    assertThat(first.getReasonCode()).isEqualTo("not_opened");
    assertThat(first.getSince()).isEqualTo(FakeKafka.NOON);
    assertThat(first.getSourceKind()).isEqualTo("live");
    assertThat(first.getGeneration()).isZero();
    assertThat(first.getFps()).isZero();
    assertThat(first.getAt()).isEqualTo(FakeKafka.NOON);
    assertThat(first.getClockSkewMillis()).isNull();
    assertThat(runningCamera.status()).isNotEqualTo(CameraStatus.ONLINE);
  }

  @Test
  void whatItsThreadLogsIsAboutTheCamera() {
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var log = (Logger) LoggerFactory.getLogger(CameraPlayer.class);
    log.addAppender(lines);
    rig.videos.ending(1);
    try (var runningCamera =
        new RunningCamera(CameraRig.stream(), rig.footage, false, rig.context())) {
      runningCamera.start();
      await().atMost(PATIENCE).until(() -> runningCamera.counter().published() == 1);
    } finally {
      log.detachAppender(lines);
    }
    assertThat(lines.list)
        .isNotEmpty()
        .allMatch(it -> "line-1".equals(it.getMDCPropertyMap().get(LogKeys.CAMERA)));
  }

  @Test
  void aHeartbeatReportsStateRunAndCounts() {
    rig.videos.ending(10);
    var runningCamera = new RunningCamera(CameraRig.stream(), rig.footage, false, rig.context());
    runningCamera.start();
    await().atMost(PATIENCE).until(() -> runningCamera.counter().published() == 10);
    runningCamera.close();
    rig.kafka.pass(Duration.ofSeconds(5));
    runningCamera.heartbeat();
    CameraHealth last = health().getLast();
    assertThat(last.getCaptured()).isEqualTo(10);
    assertThat(last.getPublished()).isEqualTo(10);
    assertThat(last.getDropped()).isEmpty();
    Frame frame = rig.frames().getLast();
    assertThat(last.getEpoch()).isEqualTo(frame.getEpoch());
    assertThat(last.getGeneration()).isEqualTo(frame.getGeneration());
    assertThat(health())
        .extracting(CameraHealth::getState)
        .containsSubsequence("online", "offline");
  }

  @Test
  void everyChangeOfStateIsReportedAtOnce() {
    rig.videos.ending(5);
    var runningCamera = new RunningCamera(CameraRig.stream(), rig.footage, false, rig.context());
    runningCamera.start();
    await().atMost(PATIENCE).until(() -> health().size() >= 2);
    runningCamera.close();
    assertThat(health().subList(0, 2))
        .extracting(CameraHealth::getState, CameraHealth::getReason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("online", null),
            org.assertj.core.groups.Tuple.tuple("offline", "ended"));
  }

  @Test
  void framesPerSecondAreMeasuredBetweenHeartbeats() {
    rig.videos.ending(20);
    var runningCamera = new RunningCamera(CameraRig.stream(), rig.footage, false, rig.context());
    runningCamera.heartbeat();
    runningCamera.start();
    await()
        .atMost(PATIENCE)
        .until(() -> health().stream().anyMatch(it -> "ended".equals(it.getReason())));
    runningCamera.close();
    runningCamera.heartbeat();
    for (int i = 0; i < 10; i++) {
      runningCamera.counter().publish();
    }
    rig.kafka.pass(Duration.ofSeconds(4));
    runningCamera.heartbeat();
    assertThat(health().getLast().getFps()).isEqualTo(2.5);
    rig.kafka.pass(Duration.ofSeconds(4));
    runningCamera.heartbeat();
    assertThat(health().getLast().getFps()).isZero();
    assertThat(health().getLast().getAt())
        .isBetween(rig.kafka.now().minusMillis(10), rig.kafka.now().plusMillis(10));
  }

  @Test
  void reportsTheClockSkewOfItsMachine() {
    rig.kafka.skew = Duration.ofHours(2);
    var runningCamera = new RunningCamera(CameraRig.stream(), rig.footage, false, rig.context());
    runningCamera.heartbeat();
    runningCamera.heartbeat();
    assertThat(health().getLast().getClockSkewMillis()).isBetween(7_199_990L, 7_200_010L);
    assertThat(health().getLast().getAt())
        .isBetween(FakeKafka.NOON.minusMillis(10), FakeKafka.NOON.plusMillis(10));
  }

  @Test
  void reportsDropsByReason() {
    var runningCamera = new RunningCamera(CameraRig.stream(), rig.footage, false, rig.context());
    runningCamera.counter().capture();
    runningCamera.counter().drop(FrameCounter.OVERSIZE);
    runningCamera.heartbeat();
    assertThat(health().getLast().getDropped()).isEqualTo(Map.of("oversize", 1L));
    assertThat(health().getLast().getCaptured()).isOne();
  }

  @Test
  void reportsThatItIsSwitchedOff() {
    var runningCamera = new RunningCamera(CameraRig.stream(), rig.footage, false, rig.context());
    runningCamera.switchOff();
    assertThat(health())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getState()).isEqualTo("off");
              assertThat(it.getReason()).isEqualTo("switched off");
              assertThat(it.getReasonCode()).isEqualTo("switched_off");
            });
  }

  @Test
  void aDrawnRoomPublishesItsZonesUnlessTheyWereSet() {
    rig.videos.ending(1);
    var runningCamera = new RunningCamera(ROOM, rig.footage, true, rig.context());
    runningCamera.start();
    await().atMost(PATIENCE).until(() -> !rig.frames().isEmpty());
    runningCamera.close();
    assertThat(rig.kafka.events(Topics.CAMERAS, io.cleansight.event.Camera.class))
        .singleElement()
        .satisfies(it -> assertThat(it.getZones()).isNotEmpty());
    var other = new CameraRig();
    other.videos.ending(1);
    var set = new RunningCamera(ROOM, rig.footage, false, other.context());
    set.start();
    await().atMost(PATIENCE).until(() -> !other.frames().isEmpty());
    set.close();
    assertThat(other.kafka.events(Topics.CAMERAS, io.cleansight.event.Camera.class)).isEmpty();
  }

  @Test
  void isOnlineWhileFramesArePublished() {
    rig.videos.ending(20);
    var runningCamera =
        new RunningCamera(CameraRig.file(CameraRig.REQUEST), rig.footage, false, rig.context());
    assertThat(runningCamera.cameraId()).isEqualTo("line-1");
    runningCamera.start();
    await().atMost(PATIENCE).until(() -> runningCamera.status() == CameraStatus.ONLINE);
    rig.kafka.pass(Duration.ofMinutes(1));
    await().atMost(PATIENCE).until(() -> runningCamera.status() != CameraStatus.ONLINE);
    assertThat(health().getLast().getState()).isEqualTo("waiting");
    runningCamera.close();
  }

  @Test
  void aPausedFileIsSwitchedOffAtOnce() {
    rig.videos.ending(20);
    var runningCamera =
        new RunningCamera(CameraRig.file(CameraRig.REQUEST), rig.footage, false, rig.context());
    runningCamera.start();
    await().atMost(PATIENCE).until(() -> rig.frames().size() == CameraRig.BACKLOG + 1);
    runningCamera.switchOff();
    assertThat(health().getLast().getState()).isEqualTo("off");
    assertThat(rig.frames()).hasSize(CameraRig.BACKLOG + 1);
  }

  private List<CameraHealth> health() {
    return rig.kafka.events(Topics.CAMERA_HEALTH, CameraHealth.class);
  }
}
