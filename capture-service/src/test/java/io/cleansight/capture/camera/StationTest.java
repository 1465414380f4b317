package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.share.CameraShare.Tenure;
import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Frame;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A camera that comes to this instance, goes, and comes back. */
class StationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int VIDEOS = 30;

  private final CameraRig rig = new CameraRig();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private @Nullable Tenure tenure;
  private long now;
  private final Station.Shared shared =
      new Station.Shared(rig.context(), meters, _ -> Optional.ofNullable(tenure), () -> now);
  private final Station station = new Station("line-1", shared);

  /** Each gives a picture and ends, and is opened again. */
  @BeforeEach
  void makeVideos() {
    for (int i = 0; i < VIDEOS; i++) {
      rig.videos.ending(1);
    }
  }

  @AfterEach
  void stop() {
    tenure = null;
    station.settle();
  }

  @Test
  void nothingRunsAndNothingIsSaidOfACameraOfAnotherInstance() {
    want(true);
    want(false);
    assertThat(station.running()).isEmpty();
    assertThat(rig.kafka.events(Topics.CAMERA_HEALTH, CameraHealth.class)).isEmpty();
    assertThat(meters.getMeters()).isEmpty();
  }

  @Test
  void theTimeUntilItsFirstFrameIsMeasuredOnceATenure() {
    want(true);
    now = TimeUnit.SECONDS.toNanos(2);
    tenure = new Tenure(1, 0);
    station.settle();
    awaitRuns(1);
    await().atMost(PATIENCE).until(() -> shared.takeovers().count() == 1);
    assertThat(shared.takeovers().totalTime(TimeUnit.SECONDS)).isEqualTo(2);
    want(false);
    assertThat(shared.takeovers().count()).isEqualTo(1);
  }

  /** Of another instance, just started, running already, switched off. */
  @Test
  void whatItWaitsForWhenItIsTakenIsTheFirstFrameOfWhatItStarts() {
    want(true);
    assertThat(station.take()).isCompleted();
    tenure = new Tenure(1, 0);
    var seen = station.take();
    await().atMost(PATIENCE).until(seen::isDone);
    assertThat(rig.frames()).isNotEmpty();
    assertThat(station.take()).isCompleted();
    want(false);
    tenure = new Tenure(2, 0);
    assertThat(station.take()).isCompleted();
  }

  @Test
  void whatGoesToAnotherInstanceIsSilentAndWhatComesBackIsALaterRun() {
    want(true);
    tenure = new Tenure(1, 0);
    station.settle();
    awaitRuns(1);
    tenure = null;
    station.settle();
    assertThat(station.running()).isEmpty();
    assertThat(states()).doesNotContain("off");
    tenure = new Tenure(2, 0);
    station.settle();
    awaitRuns(2);
  }

  @Test
  void ownershipThatWasLostAndCameBackBeforeAnybodyLookedIsALaterRun() {
    want(true);
    tenure = new Tenure(1, 0);
    station.settle();
    awaitRuns(1);
    tenure = new Tenure(2, 0);
    station.settle();
    awaitRuns(2);
  }

  @Test
  void whoOwnsItSaysThatItIsSwitchedOff() {
    want(true);
    tenure = new Tenure(1, 0);
    station.settle();
    awaitRuns(1);
    want(false);
    assertThat(states()).endsWith("off");
  }

  @Test
  void aRunThatAnotherInstanceHasOutdatedIsBegunAnew() {
    want(true);
    tenure = new Tenure(1, 0);
    station.settle();
    awaitRuns(1);
    station.renew();
    awaitRuns(2);
  }

  private void want(boolean on) {
    if (station.want(
        Optional.of(
            new Station.Wanted(
                CameraRig.stream(), on ? null : CameraCondition.OFF, false, CameraRig.ALL)))) {
      station.settle();
    }
  }

  private void awaitRuns(int runs) {
    await()
        .atMost(PATIENCE)
        .until(() -> rig.frames().stream().map(Frame::getGeneration).distinct().count() == runs);
  }

  private List<String> states() {
    return rig.kafka.events(Topics.CAMERA_HEALTH, CameraHealth.class).stream()
        .map(CameraHealth::getState)
        .toList();
  }
}
