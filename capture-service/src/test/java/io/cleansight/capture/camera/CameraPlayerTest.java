package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.publish.LiveFrames;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.capture.setting.Footage;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.video.CameraReason;
import io.cleansight.event.CameraRun;
import io.cleansight.event.Frame;
import io.cleansight.event.Segment;
import io.cleansight.video.Mask;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.VideoException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CameraPlayerTest {
  private static final Taking MASKED = new Taking(null, 85, null, List.of(mask(0.5)));
  private static final Taking MASKED_MORE = new Taking(null, 85, null, List.of(mask(1)));

  private final VideoException brokeOff = new VideoException(VideoException.Fault.BROKE_OFF);
  private final VideoException stalled = new VideoException(VideoException.Fault.STALLED);
  private final VideoException unwilling = new VideoException(VideoException.Fault.UNWILLING);
  private final VideoException refused = new VideoException(VideoException.Fault.REFUSED);

  /** A file that is repeated as if it were a camera. */
  private static final Camera LOOPED =
      new Camera("line-1", "scene:7?minutes=1", true, null, Pace.REALTIME, null, null);

  private final CameraRig rig = new CameraRig();

  @Test
  void aLiveCamerasFramesAreNumberedAndDatedByTheBroker() {
    rig.kafka.skew = Duration.ofHours(2);
    rig.videos.ending(3);
    CameraPlayer player = rig.play(CameraRig.stream());
    Run run = player.registered().orElseThrow();
    assertThat(player.sourceKind()).isEqualTo("live");
    assertThat(rig.sequences()).containsExactly(0L, 1L, 2L);
    Frame last = rig.frames().getLast();
    assertThat(last.getFrameId()).isEqualTo(Ids.frame("line-1", run.epoch(), 2));
    assertThat(last.getCameraId()).isEqualTo("line-1");
    assertThat(last.getEpoch()).isEqualTo(run.epoch());
    assertThat(last.getGeneration()).isEqualTo(run.generation()).isPositive();
    assertThat(last.getSourceKind()).isEqualTo("live");
    assertThat(last.getWidth()).isEqualTo(Pictures.WIDTH);
    assertThat(last.getHeight()).isEqualTo(Pictures.HEIGHT);
    assertThat(last.getJpeg().remaining()).isPositive();
    assertThat(last.getCapturedAt())
        .isBetween(FakeKafka.NOON.minusSeconds(1), FakeKafka.NOON.plusSeconds(1));
  }

  @Test
  void theSourceIsOpenedWithPatienceAndClosed() {
    rig.videos.ending(1).refusing(brokeOff);
    rig.play(CameraRig.stream());
    assertThat(rig.videos.opened).hasSize(3).allMatch(Source.Stream.class::isInstance);
    assertThat(rig.videos.patience).containsOnly(Duration.ofSeconds(10));
    assertThat(rig.videos.open).isZero();
  }

  @Test
  void aLostStreamIsReopenedAndItsSequenceContinues() {
    rig.videos.breakingOff(2, brokeOff).ending(2).breakingOff(1, stalled);
    rig.play(CameraRig.stream());
    assertThat(rig.sequences()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(rig.frames())
        .extracting(Frame::getEpoch)
        .containsOnly(rig.frames().getFirst().getEpoch());
    assertThat(rig.kafka.events(Topics.CAMERA_RUNS, CameraRun.class)).hasSize(2);
    assertThat(rig.conditions)
        .startsWith(
            CameraCondition.ONLINE,
            new CameraCondition.Offline(CameraReason.BROKE_OFF),
            CameraCondition.ONLINE,
            new CameraCondition.Offline(CameraReason.ENDED),
            CameraCondition.ONLINE,
            new CameraCondition.Stalled(CameraReason.STALLED));
  }

  @Test
  void pausesGrowWhileASourceStaysUnavailable() {
    for (int i = 0; i < 7; i++) {
      rig.videos.refusing(unwilling);
    }
    rig.play(CameraRig.stream());
    assertThat(rig.stop.waits.get(0)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1500));
    assertThat(rig.stop.waits.get(3)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(12));
    assertThat(rig.stop.waits.get(6)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    assertThat(rig.conditions)
        .containsOnly(
            new CameraCondition.Offline(CameraReason.UNWILLING),
            new CameraCondition.Offline(CameraReason.NOT_FOUND));
  }

  @Test
  void aFrameResetsTheBackOff() {
    rig.videos.refusing(unwilling).refusing(unwilling).refusing(unwilling).breakingOff(1, brokeOff);
    rig.play(CameraRig.stream());
    assertThat(rig.stop.waits.get(2)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertThat(rig.stop.waits.get(3)).isLessThanOrEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void aSourceThatRejectsTheCredentialsIsRetriedTenTimesLessOften() {
    rig.videos.refusing(refused);
    rig.play(CameraRig.stream());
    assertThat(rig.stop.waits.getFirst()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
  }

  @Test
  void aDroppedLiveFrameTakesNoSequence() {
    int window = LiveFrames.IN_FLIGHT;
    rig.videos.playing(window + 3, this::unacknowledged).ending(2);
    rig.meanwhile = _ -> rig.kafka.release();
    rig.play(CameraRig.stream());
    assertThat(rig.sequences()).isEqualTo(LongStream.range(0, window + 3).boxed().toList());
    assertThat(rig.counter.dropped()).isEqualTo(Map.of("kafka_backlog", 2L));
    assertThat(rig.counter.published()).isEqualTo(window + 3);
  }

  @Test
  void onlyTheConfiguredFrameRateIsPublished() {
    rig.videos.ending(50);
    rig.play(CameraRig.stream(5.0));
    assertThat(rig.sequences()).isEqualTo(LongStream.range(0, 10).boxed().toList());
  }

  @Test
  void whatIsTakenOfALiveCameraChangesWhileItRuns() {
    rig.videos.playing(
        50,
        it -> {
          if (it == 0) {
            rig.footage = new Footage(new Taking(5.0, 60, 640), null, true);
          }
          return FakeVideos.shaded(it);
        });
    rig.play(CameraRig.stream());
    assertThat(rig.videos.taken).containsExactly(new Taking(5.0, 60, 640));
    assertThat(rig.videos.openings.getFirst().taking()).isEqualTo(Taking.ALL);
    assertThat(rig.sequences()).hasSize(11);
  }

  @Test
  void itsVideoGoesToKafkaBesideItsFrames() {
    rig.videos.breakingOff(10, brokeOff).ending(5);
    CameraPlayer player = rig.play(CameraRig.stream());
    List<Segment> segments = rig.segments(3);
    assertThat(segments).extracting(Segment::getSequence).containsExactly(0L, 1L, 2L);
    assertThat(segments).extracting(Segment::getOpening).containsExactly(0, 0, 1);
    assertThat(segments)
        .extracting(Segment::getEpoch)
        .containsOnly(player.registered().orElseThrow().epoch());
    assertThat(rig.counter.received()).isEqualTo(300);
  }

  @Test
  void itsVideoIsKeptOnlyWhileSomebodyWantsIt() {
    rig.videos
        .playing(
            10,
            it -> {
              if (it == 6) {
                rig.footage = new Footage(Taking.ALL, null, false);
              }
              return FakeVideos.shaded(it);
            })
        .ending(2);
    rig.play(CameraRig.stream());
    assertThat(rig.videos.openings).extracting(it -> it.fragments() != null).contains(false);
    assertThat(rig.videos.openings.getFirst().fragments()).isNotNull();
    assertThat(rig.sequences()).hasSize(9);
    assertThat(rig.segments(2)).hasSize(2);
    assertThat(rig.conditions.get(0)).isEqualTo(CameraCondition.ONLINE);
  }

  /** The picture that was on its way when the mask was set is not published. */
  @Test
  void aSourceIsOpenedAnewWhereItsVideoIsToBeMasked() {
    rig.videos
        .playing(
            10,
            it -> {
              if (it == 3) {
                rig.footage = new Footage(MASKED, null, true);
              }
              return FakeVideos.shaded(it);
            })
        .playing(
            5,
            it -> {
              if (it == 2) {
                rig.footage = new Footage(MASKED_MORE, null, true);
              }
              return FakeVideos.shaded(it);
            });
    rig.play(CameraRig.stream());
    assertThat(rig.videos.openings)
        .extracting(Opening::taking)
        .startsWith(Taking.ALL, MASKED)
        .hasSize(2);
    assertThat(rig.videos.taken).containsExactly(MASKED_MORE);
    assertThat(rig.sequences()).hasSize(3 + 4);
  }

  @Test
  void stillPicturesAreHeldBackAndCounted() {
    rig.videos.playing(
        20,
        it -> {
          if (it == 0) {
            rig.footage = new Footage(Taking.ALL, 0.1, true);
          }
          rig.kafka.pass(Duration.ofMillis(500));
          return FakeVideos.shaded(it);
        });
    rig.play(CameraRig.stream());
    assertThat(rig.sequences()).containsExactly(0L, 1L, 2L, 3L);
    assertThat(rig.counter.dropped()).isEqualTo(Map.of("still", 16L));
    assertThat(rig.counter.captured()).isEqualTo(20);
  }

  @Test
  void aCameraIsBlindWhileItsPicturesAreDark() {
    rig.videos.playing(4, it -> everyThreeSeconds(Pictures.dark(FakeVideos.at(it)))).ending(1);
    rig.play(CameraRig.stream());
    assertThat(rig.states()).containsExactly("online", "blind", "offline", "online", "offline");
    assertThat(rig.conditions).contains(new CameraCondition.Blind(CameraReason.DARK));
  }

  @Test
  void aFrozenCameraIsBlindUnlessItIsDrawn() {
    rig.videos.playing(30, it -> everyThreeSeconds(FakeVideos.shaded(it)));
    rig.play(CameraRig.stream());
    assertThat(rig.conditions).contains(new CameraCondition.Blind(CameraReason.FROZEN));
    var drawn = new CameraRig();
    drawn.videos.playing(
        30,
        it -> {
          drawn.kafka.pass(Duration.ofSeconds(3));
          return FakeVideos.shaded(it);
        });
    drawn.play(LOOPED);
    assertThat(drawn.states()).containsExactly("online", "offline");
  }

  @Test
  void aStreamIsNotPaced() {
    rig.videos.ending(3);
    rig.play(CameraRig.stream());
    assertThat(rig.stop.waits.getFirst()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aLoopedFileIsPacedAndRestartsAtOnce() {
    rig.videos.ending(2).ending(2);
    rig.play(LOOPED);
    assertThat(rig.sequences()).containsExactly(0L, 1L, 2L, 3L);
    assertThat(rig.frames()).extracting(Frame::getSourceKind).containsOnly("live");
    assertThat(rig.states()).containsExactly("online", "offline");
    assertThat(rig.stop.waits.subList(0, rig.stop.waits.size() - 1))
        .allSatisfy(it -> assertThat(it).isBetween(Duration.ofMillis(1), FakeVideos.INTERVAL));
  }

  @Test
  void aCameraWaitsForKafkaToRegisterItsRun() {
    rig.kafka.goAway();
    rig.meanwhile =
        _ -> {
          if (rig.stop.waits.size() == 3) {
            rig.kafka.comeBack();
          }
        };
    rig.videos.ending(1);
    CameraPlayer player = rig.play(CameraRig.stream());
    assertThat(rig.stop.waits.subList(0, 3)).containsOnly(Duration.ofSeconds(1));
    assertThat(player.registered()).isPresent();
    assertThat(rig.sequences()).containsExactly(0L);
  }

  @Test
  void aCameraStoppedWhileKafkaIsAwayNeverOpensItsSource() {
    rig.kafka.goAway();
    rig.meanwhile = _ -> rig.stop.countDown();
    CameraPlayer player = rig.play(CameraRig.stream());
    assertThat(player.registered()).isEmpty();
    assertThat(rig.videos.opened).isEmpty();
    assertThat(rig.stop.waits).hasSize(1);
  }

  @Test
  void aStoppedCameraReadsNoFurtherPictureAndPublishesNone() {
    rig.videos.playing(
        50,
        it -> {
          if (it == 3) {
            rig.stop.countDown();
          }
          return FakeVideos.shaded(it);
        });
    rig.play(CameraRig.stream());
    assertThat(rig.sequences()).containsExactly(0L, 1L, 2L);
    assertThat(rig.videos.opened).hasSize(1);
    assertThat(rig.videos.open).isZero();
    assertThat(rig.states()).containsExactly("online");
  }

  @Test
  void anInterruptedCameraEndsWithTheInterruptFlagSet() {
    rig.videos.playing(
        1,
        it -> {
          rig.stop.interruptNext();
          return FakeVideos.shaded(it);
        });
    rig.play(CameraRig.stream());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(rig.videos.opened).hasSize(1);
  }

  @Test
  void aSupersededRequestIsNotPlayed() throws Exception {
    var runs = rig.context().runs();
    runs.requested("line-1", CameraRig.REQUEST);
    Run later = runs.requested("line-1", CameraRig.REQUEST.plusSeconds(1));
    rig.videos.ending(3);
    CameraPlayer player = rig.play(CameraRig.file(CameraRig.REQUEST));
    assertThat(rig.frames()).isEmpty();
    assertThat(rig.videos.opened).isEmpty();
    assertThat(rig.conditions).containsExactly(CameraCondition.FOLLOWED);
    assertThat(player.registered().orElseThrow().generation()).isLessThan(later.generation());
  }

  private Picture unacknowledged(int number) {
    rig.kafka.hold();
    return FakeVideos.shaded(number);
  }

  private Picture everyThreeSeconds(Picture picture) {
    rig.kafka.pass(Duration.ofSeconds(3));
    return picture;
  }

  private static Mask mask(double to) {
    return new Mask(
        List.of(new Mask.Corner(0, 0), new Mask.Corner(to, 0), new Mask.Corner(to, to)));
  }
}
