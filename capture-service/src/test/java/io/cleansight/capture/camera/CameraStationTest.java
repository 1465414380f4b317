package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.camera.CaptureProperties.Camera;
import io.cleansight.capture.camera.CaptureProperties.Pace;
import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CameraStationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Camera ROOM =
      new Camera("line-1", "scene:7", false, null, Pace.REALTIME, null);

  private final CameraRig rig = new CameraRig();

  @Test
  void reportsOfflineBeforeItsRunIsRegistered() {
    rig.kafka.goAway();
    var station = new CameraStation(CameraRig.stream(), false, rig.context());
    station.heartbeat();
    assertThat(health()).isEmpty();
    rig.kafka.comeBack();
    station.heartbeat();
    CameraHealth first = health().getLast();
    assertThat(first.getCameraId()).isEqualTo("line-1");
    assertThat(first.getState()).isEqualTo("offline");
    assertThat(first.getReason()).isEqualTo("not opened yet");
    assertThat(first.getSourceKind()).isEqualTo("live");
    assertThat(first.getGeneration()).isZero();
    assertThat(first.getFps()).isZero();
    assertThat(first.getAt()).isEqualTo(FakeKafka.NOON);
    assertThat(first.getClockSkewMillis()).isNull();
    assertThat(station.online()).isFalse();
  }

  @Test
  void aHeartbeatReportsStateRunAndCounts() {
    rig.videos.ending(10);
    var station = new CameraStation(CameraRig.stream(), false, rig.context());
    station.start();
    await().atMost(PATIENCE).until(() -> station.tally().published() == 10);
    station.close();
    rig.kafka.pass(Duration.ofSeconds(5));
    station.heartbeat();
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
    var station = new CameraStation(CameraRig.stream(), false, rig.context());
    station.start();
    await().atMost(PATIENCE).until(() -> health().size() >= 2);
    station.close();
    assertThat(health().subList(0, 2))
        .extracting(CameraHealth::getState, CameraHealth::getReason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("online", null),
            org.assertj.core.groups.Tuple.tuple("offline", "ended"));
  }

  @Test
  void framesPerSecondAreMeasuredBetweenHeartbeats() {
    rig.videos.ending(20);
    var station = new CameraStation(CameraRig.stream(), false, rig.context());
    station.heartbeat();
    station.start();
    await()
        .atMost(PATIENCE)
        .until(() -> health().stream().anyMatch(it -> "ended".equals(it.getReason())));
    station.close();
    station.heartbeat();
    for (int i = 0; i < 10; i++) {
      station.tally().publish();
    }
    rig.kafka.pass(Duration.ofSeconds(4));
    station.heartbeat();
    assertThat(health().getLast().getFps()).isEqualTo(2.5);
    rig.kafka.pass(Duration.ofSeconds(4));
    station.heartbeat();
    assertThat(health().getLast().getFps()).isZero();
    assertThat(health().getLast().getAt())
        .isBetween(rig.kafka.now().minusMillis(10), rig.kafka.now().plusMillis(10));
  }

  @Test
  void reportsTheClockSkewOfItsMachine() {
    rig.kafka.skew = Duration.ofHours(2);
    var station = new CameraStation(CameraRig.stream(), false, rig.context());
    station.heartbeat();
    station.heartbeat();
    assertThat(health().getLast().getClockSkewMillis()).isBetween(7_199_990L, 7_200_010L);
    assertThat(health().getLast().getAt())
        .isBetween(FakeKafka.NOON.minusMillis(10), FakeKafka.NOON.plusMillis(10));
  }

  @Test
  void reportsDropsByReason() {
    var station = new CameraStation(CameraRig.stream(), false, rig.context());
    station.tally().capture();
    station.tally().drop(Tally.OVERSIZE);
    station.heartbeat();
    assertThat(health().getLast().getDropped()).isEqualTo(Map.of("oversize", 1L));
    assertThat(health().getLast().getCaptured()).isOne();
  }

  @Test
  void reportsThatItIsSwitchedOff() {
    var station = new CameraStation(CameraRig.stream(), false, rig.context());
    station.switchOff();
    assertThat(health())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getState()).isEqualTo("off");
              assertThat(it.getReason()).isEqualTo("switched off");
            });
  }

  @Test
  void aDrawnRoomPublishesItsZonesUnlessTheyWereSet() {
    rig.videos.ending(1);
    var station = new CameraStation(ROOM, true, rig.context());
    station.start();
    await().atMost(PATIENCE).until(() -> !rig.frames().isEmpty());
    station.close();
    assertThat(rig.kafka.events(Topics.CAMERAS, io.cleansight.event.Camera.class))
        .singleElement()
        .satisfies(it -> assertThat(it.getZones()).isNotEmpty());
    var other = new CameraRig();
    other.videos.ending(1);
    var set = new CameraStation(ROOM, false, other.context());
    set.start();
    await().atMost(PATIENCE).until(() -> !other.frames().isEmpty());
    set.close();
    assertThat(other.kafka.events(Topics.CAMERAS, io.cleansight.event.Camera.class)).isEmpty();
  }

  @Test
  void isOnlineWhileFramesArePublished() {
    rig.videos.ending(20);
    var station = new CameraStation(CameraRig.file(CameraRig.REQUEST), false, rig.context());
    assertThat(station.cameraId()).isEqualTo("line-1");
    station.start();
    await().atMost(PATIENCE).until(station::online);
    rig.kafka.pass(Duration.ofMinutes(1));
    await().atMost(PATIENCE).until(() -> !station.online());
    assertThat(health().getLast().getState()).isEqualTo("waiting");
    station.close();
  }

  @Test
  void aPausedFileIsSwitchedOffAtOnce() {
    rig.videos.ending(20);
    var station = new CameraStation(CameraRig.file(CameraRig.REQUEST), false, rig.context());
    station.start();
    await().atMost(PATIENCE).until(() -> rig.frames().size() == CameraRig.BACKLOG + 1);
    station.switchOff();
    assertThat(health().getLast().getState()).isEqualTo("off");
    assertThat(rig.frames()).hasSize(CameraRig.BACKLOG + 1);
  }

  private List<CameraHealth> health() {
    return rig.kafka.events(Topics.CAMERA_HEALTH, CameraHealth.class);
  }
}
