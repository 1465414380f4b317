package io.cleansight.capture.camera;

import static io.cleansight.capture.camera.CameraRig.BACKLOG;
import static io.cleansight.capture.camera.CameraRig.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.Sample;
import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.capture.setting.Footage;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import io.cleansight.video.Mask;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Taking;
import io.cleansight.video.VideoException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** A recorded file, as {@link CameraPlayer} plays it. */
class RecordedPlayTest {
  private static final Camera FILE = CameraRig.file(REQUEST);
  private static final Mask MASK =
      new Mask(List.of(new Mask.Corner(0, 0), new Mask.Corner(1, 0), new Mask.Corner(1, 1)));

  private final CameraRig rig = new CameraRig();

  @Test
  void finishesWhenAllFramesAreJudged() {
    rig.inference.quick = true;
    rig.videos.ending(12);
    CameraPlayer player = rig.play(FILE);
    assertThat(rig.sequences()).isEqualTo(upTo(12));
    assertThat(rig.conditions).containsExactly(CameraCondition.ONLINE, CameraCondition.FINISHED);
    assertThat(rig.videos.opened).hasSize(1);
    assertThat(player.sourceKind()).isEqualTo("recorded");
    Frame last = rig.frames().getLast();
    assertThat(last.getEpoch()).isEqualTo(REQUEST);
    assertThat(last.getSourceKind()).isEqualTo("recorded");
    assertThat(last.getGeneration()).isEqualTo(player.registered().orElseThrow().generation());
    assertThat(rig.counter.published()).isEqualTo(12);
  }

  /** Played again, it goes on where it was. */
  @Test
  void aMaskThatIsAddedHoldsFromTheNextFrameOn() {
    rig.inference.quick = true;
    var taking = new Taking(null, 85, null, List.of(MASK));
    rig.videos
        .playing(
            12,
            it -> {
              if (it == 4) {
                rig.footage = new Footage(taking, null, true);
              }
              return FakeVideos.shaded(it);
            })
        .ending(12);
    rig.play(FILE);
    assertThat(rig.sequences()).isEqualTo(upTo(12));
    assertThat(rig.videos.openings).extracting(Opening::taking).containsExactly(Taking.ALL, taking);
  }

  @Test
  void atMaximumPaceTheRecordingEndsAtTheRequest() {
    rig.inference.quick = true;
    rig.videos.ending(3);
    rig.play(FILE);
    assertThat(rig.frames())
        .extracting(Frame::getCapturedAt)
        .containsExactly(
            REQUEST.minusMillis(120), REQUEST.minusMillis(80), REQUEST.minusMillis(40));
  }

  @Test
  void inRealTimeTheRecordingBeginsAtTheRequest() {
    rig.inference.quick = true;
    rig.videos.ending(3);
    rig.play(new Camera("line-1", "scene:7?minutes=1", false, null, Pace.REALTIME, REQUEST, null));
    assertThat(rig.frames())
        .extracting(Frame::getCapturedAt)
        .containsExactly(REQUEST, REQUEST.plusMillis(40), REQUEST.plusMillis(80));
    assertThat(rig.stop.waits.getFirst()).isBetween(Duration.ofMillis(1), FakeVideos.INTERVAL);
  }

  @Test
  void withoutARequestTheBrokerDatesTheRun() {
    rig.kafka.skew = Duration.ofHours(2);
    rig.inference.quick = true;
    rig.videos.ending(3);
    rig.play(CameraRig.file(null));
    assertThat(rig.frames())
        .extracting(Frame::getCapturedAt)
        .allSatisfy(
            it ->
                assertThat(it)
                    .isBetween(FakeKafka.NOON.minusSeconds(1), FakeKafka.NOON.plusSeconds(1)));
    assertThat(rig.frames()).extracting(Frame::getSourceKind).containsOnly("recorded");
  }

  @Test
  void sequencesHaveNoGapsAtALowerFrameRate() {
    rig.inference.quick = true;
    rig.videos.ending(50);
    rig.play(new Camera("line-1", "scene:7?minutes=1", false, 5.0, Pace.MAX, REQUEST, null));
    assertThat(rig.sequences()).isEqualTo(upTo(10));
  }

  @Test
  void pausesWhileTooManyFramesAreUnjudged() {
    rig.videos.ending(20);
    rig.meanwhile =
        _ -> {
          if (waited().compareTo(Duration.ofSeconds(12)) > 0) {
            rig.stop.countDown();
          }
        };
    rig.play(FILE);
    assertThat(rig.sequences()).isEqualTo(upTo(BACKLOG + 1));
    assertThat(rig.conditions)
        .containsExactly(CameraCondition.ONLINE, new CameraCondition.Waiting(6));
    assertThat(rig.videos.opened).hasSize(1);
  }

  @Test
  void aPauseIsReportedAfterFiveSecondsUntilItGoesOn() {
    rig.videos.ending(20);
    rig.meanwhile =
        _ -> {
          Duration waited = waited();
          if (waited.compareTo(Duration.ofMillis(4_900)) <= 0) {
            assertThat(rig.conditions).containsExactly(CameraCondition.ONLINE);
          }
          if (waited.compareTo(Duration.ofSeconds(6)) > 0) {
            rig.inference.detector = 6;
            rig.inference.detections = 1000;
          }
          if (waited.compareTo(Duration.ofSeconds(7)) > 0) {
            rig.inference.judge = 1000;
            rig.inference.quick = true;
            rig.inference.detections = 0;
          }
        };
    rig.play(FILE);
    assertThat(rig.states()).containsExactly("online", "waiting", "online", "finished");
    assertThat(rig.sequences()).isEqualTo(upTo(20));
  }

  @Test
  void pausesWhileTooManyBytesAreUnjudged() {
    int size = jpegSize();
    var held = new CameraRig().backlogBytes(2L * size);
    held.videos.ending(20);
    held.meanwhile =
        _ -> {
          if (held.stop.waits.size() == 100) {
            held.stop.countDown();
          }
        };
    held.play(FILE);
    assertThat(held.sequences()).isEqualTo(upTo(3));
    assertThat(held.states()).containsExactly("online", "waiting");
  }

  @Test
  void isNotFinishedWhileTheJudgeLags() {
    rig.inference.quick = true;
    rig.inference.detections = 40;
    rig.videos.ending(3);
    rig.meanwhile =
        _ -> {
          if (waited().compareTo(Duration.ofSeconds(8)) > 0) {
            assertThat(rig.states()).containsExactly("online", "waiting");
            rig.inference.judge = 40;
          }
        };
    rig.play(FILE);
    assertThat(rig.states()).containsExactly("online", "waiting", "finished");
    assertThat(rig.conditions).contains(new CameraCondition.Waiting(3));
  }

  @Test
  void resumesAfterTheLastJudgedFrame() throws Exception {
    rig.context().runs().requested("line-1", REQUEST);
    for (int sequence = 0; sequence < 4; sequence++) {
      rig.kafka.append(Topics.DETECTIONS, 0, Sample.detections("line-1", REQUEST, sequence));
    }
    rig.inference.quick = true;
    rig.videos.ending(8);
    rig.play(FILE);
    assertThat(rig.sequences()).containsExactly(4L, 5L, 6L, 7L);
    assertThat(rig.states()).containsExactly("online", "finished");
  }

  @Test
  void startsFromTheBeginningIfNothingWasJudged() throws Exception {
    rig.context().runs().requested("line-1", REQUEST);
    rig.inference.quick = true;
    rig.videos.ending(3);
    rig.play(FILE);
    assertThat(rig.sequences()).isEqualTo(upTo(3));
  }

  @Test
  void aNewRequestNeedsNoResumePoint() {
    rig.inference.quick = true;
    rig.kafka.append(Topics.DETECTIONS, 0, Sample.detections("line-1", REQUEST, 2));
    rig.videos.ending(4);
    rig.play(FILE);
    assertThat(rig.sequences()).isEqualTo(upTo(4));
  }

  @Test
  void waitsForTheResumePoint() throws Exception {
    rig.context().runs().requested("line-1", REQUEST);
    rig.kafka.append(Topics.DETECTIONS, 0, Sample.detections("line-1", REQUEST, 2));
    rig.inference.quick = true;
    rig.videos.onOpen(rig.kafka::fallSilent).ending(4);
    rig.meanwhile =
        _ -> {
          if (rig.stop.waits.size() == 2) {
            rig.kafka.comeBack();
          }
        };
    rig.play(FILE);
    assertThat(rig.stop.waits.subList(0, 2)).containsOnly(Duration.ofSeconds(1));
    assertThat(rig.sequences()).containsExactly(3L);
  }

  @Test
  void aFileThatBreaksOffIsReopenedWithoutRepeats() {
    rig.inference.quick = true;
    rig.videos.breakingOff(3, new VideoException(VideoException.Fault.BROKE_OFF)).ending(5);
    rig.play(FILE);
    assertThat(rig.sequences()).isEqualTo(upTo(5));
    assertThat(rig.states()).containsExactly("online", "offline", "online", "finished");
  }

  @Test
  void rewindsToTheFirstFrameThatWasDeletedUnjudged() {
    rig.videos.ending(8).ending(8);
    rig.inference.detector = 2;
    rig.meanwhile =
        _ -> {
          if (rig.stop.waits.size() == 30) {
            rig.kafka.delete(Topics.FRAMES, 4);
          }
          if (rig.stop.waits.size() == 60) {
            rig.inference.quick = true;
          }
        };
    rig.play(FILE);
    assertThat(rig.videos.opened).hasSize(2);
    // What was left lay before what comes again, and is deleted: the judge wants them in order.
    assertThat(rig.inference.deleted).hasSize(1);
    assertThat(rig.sequences()).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(rig.conditions.getLast()).isEqualTo(CameraCondition.FINISHED);
    assertThat(rig.counter.captured()).isEqualTo(8);
    assertThat(rig.counter.published()).isEqualTo(8);
  }

  @Test
  void keepsLaterFramesThatWereReadAlready() {
    rig.videos.ending(8).ending(8);
    rig.meanwhile =
        _ -> {
          if (rig.stop.waits.size() == 30) {
            rig.kafka.delete(Topics.FRAMES, 2);
            rig.inference.quick = true;
          }
        };
    rig.play(FILE);
    assertThat(rig.inference.deleted).isEmpty();
    assertThat(rig.videos.opened).hasSize(2);
    assertThat(rig.sequences()).startsWith(2L, 3L, 4L, 5L, 0L, 1L, 2L).endsWith(7L);
    assertThat(rig.conditions.getLast()).isEqualTo(CameraCondition.FINISHED);
  }

  @Test
  void rewindsFromTheEndToo() {
    rig.videos.ending(3).ending(3);
    rig.meanwhile =
        _ -> {
          if (rig.stop.waits.size() == 30) {
            rig.kafka.delete(Topics.FRAMES, 3);
          }
          if (rig.stop.waits.size() == 60) {
            rig.inference.quick = true;
          }
        };
    rig.play(FILE);
    assertThat(rig.sequences()).isEqualTo(upTo(3));
    assertThat(rig.kafka.start(Topics.FRAMES)).isEqualTo(3);
    assertThat(rig.states()).containsExactly("online", "waiting", "finished");
  }

  @Test
  void repeatsAfterARewindAreNoProgress() {
    rig.videos.ending(8).ending(8).ending(8).ending(8);
    rig.meanwhile =
        _ -> {
          if (rig.stop.waits.size() % 30 == 0) {
            rig.kafka.delete(Topics.FRAMES, rig.kafka.end(Topics.FRAMES));
          }
          if (rig.videos.opened.size() == 4) {
            rig.inference.quick = true;
          }
        };
    rig.play(FILE);
    assertThat(rig.states()).containsExactly("online", "waiting", "online", "finished");
    assertThat(rig.counter.published()).isEqualTo(8);
  }

  @Test
  void waitsForTheDeletionAndGoesOnWithoutIt() {
    rig.videos.ending(8).ending(8);
    rig.inference.deletion = new CompletableFuture<>();
    rig.meanwhile =
        _ -> {
          int waits = rig.stop.waits.size();
          if (waits == 30) {
            rig.kafka.delete(Topics.FRAMES, 1);
          } else if (waits > 30 && !rig.inference.deleted.isEmpty() && waits < 100) {
            assertThat(rig.videos.opened).hasSize(1);
          } else if (waits == 100) {
            rig.inference.deletion.completeExceptionally(new TimeoutException("no answer"));
            rig.inference.quick = true;
          }
        };
    rig.play(FILE);
    assertThat(rig.videos.opened).hasSize(2);
    assertThat(rig.sequences()).isEqualTo(upTo(8));
  }

  @Test
  void aFrameThatFailsLaterIsPublishedAgain() {
    rig.inference.quick = true;
    rig.videos.playing(4, this::takenAndRefusedTheThird).ending(4);
    rig.play(FILE);
    assertThat(rig.sequences()).contains(0L, 1L, 2L, 3L);
    assertThat(rig.videos.opened).hasSize(2);
    assertThat(rig.counter.captured()).isEqualTo(4);
    assertThat(rig.counter.published()).isEqualTo(4);
  }

  @Test
  void rewindsAfterFramesInFlightHaveArrived() {
    rig.videos.playing(8, this::heldBackFromTheFourthOn).ending(8);
    rig.meanwhile =
        _ -> {
          if (rig.stop.waits.size() == 30) {
            rig.kafka.delete(Topics.FRAMES, 1);
            rig.releaseSoon();
          }
          if (rig.stop.waits.size() == 60) {
            rig.inference.quick = true;
          }
        };
    rig.play(FILE);
    assertThat(rig.inference.deleted).containsExactly(6L);
    assertThat(rig.sequences()).isEqualTo(upTo(8));
  }

  @Test
  void aPausedFileStopsAtOnce() {
    rig.videos.ending(20).ending(20);
    rig.meanwhile = _ -> rig.stop.countDown();
    rig.play(FILE);
    assertThat(rig.stop.waits).hasSize(1);
    assertThat(rig.videos.opened).hasSize(1);
    assertThat(rig.states()).containsExactly("online");
  }

  @Test
  void aFileStoppedAtItsEndIsNotFinished() {
    rig.videos.ending(2);
    rig.meanwhile = _ -> rig.stop.countDown();
    rig.play(FILE);
    assertThat(rig.states()).containsExactly("online");
    assertThat(rig.videos.opened).hasSize(1);
  }

  private Duration waited() {
    return rig.stop.waits.stream().reduce(Duration.ZERO, Duration::plus);
  }

  private Picture heldBackFromTheFourthOn(int number) {
    if (number == 3) {
      rig.kafka.hold();
    }
    return FakeVideos.shaded(number);
  }

  private Picture takenAndRefusedTheThird(int number) {
    if (number == 2) {
      rig.kafka.hold();
      rig.kafka.failLater(new TopicAuthorizationException("no"));
    } else {
      rig.kafka.failLater(null);
      rig.kafka.release();
    }
    return FakeVideos.shaded(number);
  }

  private static int jpegSize() {
    var other = new CameraRig();
    other.inference.quick = true;
    other.videos.ending(1);
    other.play(CameraRig.file(Instant.EPOCH));
    return other.frames().getFirst().getJpeg().remaining();
  }

  private static List<Long> upTo(int end) {
    return LongStream.range(0, end).boxed().toList();
  }
}
