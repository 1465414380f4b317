package io.cleansight.capture.camera;

import static io.cleansight.contracts.vocabulary.CameraStatus.BLIND;
import static io.cleansight.contracts.vocabulary.CameraStatus.FINISHED;
import static io.cleansight.contracts.vocabulary.CameraStatus.OFF;
import static io.cleansight.contracts.vocabulary.CameraStatus.OFFLINE;
import static io.cleansight.contracts.vocabulary.CameraStatus.ONLINE;
import static io.cleansight.contracts.vocabulary.CameraStatus.STALLED;
import static io.cleansight.contracts.vocabulary.CameraStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.CameraHealth;
import io.cleansight.video.Picture;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a camera, walked by the code that plays it along the table in CameraCondition. */
class CameraConditionTest {
  private static final Camera FILE = CameraRig.file(CameraRig.REQUEST);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final VideoException stall = new VideoException(Fault.STALLED);
  private final VideoException loss = new VideoException(Fault.BROKE_OFF);

  private final CameraRig rig = new CameraRig();

  @Test
  void aLiveCameraIsLostStallsAndComesBack() {
    rig.videos
        .refusing(stall)
        .refusing(loss)
        .breakingOff(1, loss)
        .breakingOff(1, stall)
        .breakingOff(1, stall)
        .ending(1);
    rig.play(CameraRig.stream());
    assertThat(walk())
        .containsExactly(
            OFFLINE, STALLED, OFFLINE, ONLINE, OFFLINE, ONLINE, STALLED, ONLINE, STALLED, ONLINE,
            OFFLINE);
  }

  @Test
  void aLiveCameraGoesBlindSeesAgainAndIsLostWhileBlind() {
    rig.videos
        .playing(8, it -> it < 4 ? dark(it) : FakeVideos.shaded(it))
        .playing(4, this::dark)
        .breakingOff(4, this::dark, stall);
    rig.play(CameraRig.stream());
    assertThat(walk())
        .containsExactly(
            OFFLINE, ONLINE, BLIND, ONLINE, OFFLINE, ONLINE, BLIND, OFFLINE, ONLINE, BLIND, STALLED,
            OFFLINE);
  }

  @Test
  void aRecordedFileWaitsGoesOnAndIsFinished() {
    rig.videos.ending(CameraRig.BACKLOG + 2);
    rig.meanwhile = _ -> judgeOncePaused();
    rig.play(FILE);
    assertThat(walk()).containsExactly(OFFLINE, ONLINE, WAITING, ONLINE, FINISHED);
  }

  @Test
  void aRecordedFileIsFinishedWhileItWaitsForItsLastFrames() {
    rig.videos.ending(3);
    rig.meanwhile = _ -> judgeOncePaused();
    rig.play(FILE);
    assertThat(walk()).containsExactly(OFFLINE, ONLINE, WAITING, FINISHED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"STALLED", "DECODER_LOST"})
  void aRecordedFileThatIsLostWaitsIsLostAgainAndIsFinished(Fault fault) {
    int played = CameraRig.BACKLOG + 1;
    var lost = new VideoException(fault);
    rig.videos
        .breakingOff(played, lost)
        .playing(played + 1, it -> it < played ? FakeVideos.shaded(it) : unencodable(lost))
        .ending(played);
    rig.meanwhile = _ -> judgeOncePaused();
    rig.play(FILE);
    CameraStatus away = fault == Fault.STALLED ? STALLED : OFFLINE;
    assertThat(walk()).containsExactly(OFFLINE, ONLINE, away, WAITING, away, FINISHED);
  }

  @Test
  void aRequestThatWasFollowedIsFinishedFromTheStart() throws Exception {
    rig.context().runs().requested("line-1", CameraRig.REQUEST);
    rig.context().runs().requested("line-1", CameraRig.REQUEST.plusSeconds(1));
    rig.play(FILE);
    assertThat(walk()).containsExactly(OFFLINE, FINISHED);
  }

  @Test
  void whateverItIsItMayBeSwitchedOff() {
    var early = new RunningCamera(FILE, rig.footage, false, rig.context());
    early.switchOff();
    assertThat(said()).containsExactly(OFF);
    rig.inference.quick = true;
    rig.videos.ending(3);
    var late = new RunningCamera(FILE, rig.footage, false, rig.context());
    late.start();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              rig.kafka.pass(Duration.ofMillis(600)); // it asks twice a second what is judged
              return said().getLast() == FINISHED;
            });
    late.switchOff();
    assertThat(said()).startsWith(OFF, ONLINE).endsWith(FINISHED, OFF);
  }

  /** The states one after the other, from the start on. */
  private List<CameraStatus> walk() {
    var walk = new ArrayList<CameraStatus>(List.of(CameraCondition.STARTING.status()));
    for (var condition : rig.conditions) {
      if (walk.getLast() != condition.status()) {
        walk.add(condition.status());
      }
    }
    return walk;
  }

  private List<CameraStatus> said() {
    return rig.kafka.events(Topics.CAMERA_HEALTH, CameraHealth.class).stream()
        .map(it -> Term.find(CameraStatus.class, it.getState()).orElseThrow())
        .toList();
  }

  private void judgeOncePaused() {
    if (rig.conditions.getLast() instanceof CameraCondition.Waiting) {
      rig.inference.quick = true;
    }
  }

  private static Picture unencodable(VideoException fault) {
    return new Picture(
        Pictures.WIDTH,
        Pictures.HEIGHT,
        FakeVideos.at(CameraRig.BACKLOG + 1),
        () -> {
          throw fault;
        });
  }

  private Picture dark(int number) {
    rig.kafka.pass(Duration.ofSeconds(3));
    return Pictures.dark(FakeVideos.at(number));
  }
}
