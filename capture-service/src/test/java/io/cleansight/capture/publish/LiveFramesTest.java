package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.Sample;
import io.cleansight.capture.publish.LiveFrames.Shot;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class LiveFramesTest {
  private static final int WINDOW = LiveFrames.IN_FLIGHT;
  private static final RunFrames RUN =
      new RunFrames("line-1", new Run(7, Sample.EPOCH, true, false), "live");

  private final FakeKafka kafka = new FakeKafka();
  private final FrameCounter counter = new FrameCounter();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final LiveFrames frames =
      new LiveFrames(RUN, kafka.sender(), counter, Runnable::run, stop);

  @Test
  void framesArriveInOrder() {
    offer(0, 5);
    assertThat(sequences()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(seconds()).containsExactly(0L, 1L, 2L, 3L, 4L);
    Frame third = sent().get(3);
    assertThat(third.getGeneration()).isEqualTo(7);
    assertThat(third.getWidth()).isEqualTo(64);
    assertThat(third.getHeight()).isEqualTo(36);
    assertThat(third.getJpeg().remaining()).isEqualTo(100);
    assertThat(counter.captured()).isEqualTo(5);
    assertThat(counter.published()).isEqualTo(5);
    assertThat(counter.dropped()).isEmpty();
  }

  @Test
  void beyondTheWindowTheNewestWaitsAndTakesThePlaceOfTheOneBefore() {
    kafka.hold();
    offer(0, WINDOW + 4);
    assertThat(sequences()).hasSize(WINDOW);
    assertThat(counter.dropped()).isEqualTo(Map.of("kafka_backlog", 3L));
    kafka.acknowledge();
    assertThat(seconds().getLast()).isEqualTo(WINDOW + 3);
    assertThat(sequences()).isEqualTo(LongStream.rangeClosed(0, WINDOW).boxed().toList());
    kafka.release();
    assertThat(counter.published()).isEqualTo(WINDOW + 1);
    assertThat(counter.captured()).isEqualTo(counter.published() + 3);
  }

  @Test
  void whoeverOffersNeverWaitsForTheSending() {
    Deque<Runnable> later = new ArrayDeque<>();
    var patient = new LiveFrames(RUN, kafka.sender(), counter, later::add, stop);
    for (int i = 0; i < 5; i++) {
      patient.offer(shot(i, 100));
    }
    assertThat(sent()).isEmpty();
    assertThat(later).hasSize(1);
    later.remove().run();
    assertThat(seconds()).containsExactly(4L);
    assertThat(sequences()).containsExactly(0L);
    assertThat(counter.dropped()).isEqualTo(Map.of("kafka_backlog", 4L));
    assertThat(counter.published()).isOne();
  }

  @Test
  void aFrameThatIsNotAcceptedIsDroppedAndTakesNoSequence() {
    kafka.goAway();
    offer(0, 2 * WINDOW);
    assertThat(counter.dropped()).isEqualTo(Map.of("kafka_unavailable", 2L * WINDOW));
    kafka.comeBack();
    offer(100, 101);
    assertThat(sequences()).containsExactly(0L);
    assertThat(counter.published()).isOne();
  }

  @Test
  void aFrameThatFailsLaterIsCountedThen() {
    kafka.hold();
    kafka.failLater(new TopicAuthorizationException("no"));
    offer(0, 1);
    assertThat(counter.dropped()).isEmpty();
    kafka.release();
    assertThat(counter.dropped()).isEqualTo(Map.of("kafka_unavailable", 1L));
    assertThat(counter.published()).isZero();
  }

  @Test
  void anOversizeFrameIsNeverSent() {
    frames.offer(shot(0, FramePublisher.LARGEST_JPEG + 1));
    frames.offer(shot(1, FramePublisher.LARGEST_JPEG));
    assertThat(seconds()).containsExactly(1L);
    assertThat(counter.dropped()).isEqualTo(Map.of("oversize", 1L));
    assertThat(counter.captured()).isEqualTo(2);
  }

  @Test
  void whatWaitsWhenTheCameraIsStoppedIsDropped() {
    kafka.hold();
    offer(0, WINDOW + 1);
    frames.close();
    kafka.release();
    assertThat(sequences()).hasSize(WINDOW);
    assertThat(counter.captured()).isEqualTo(WINDOW + 1);
    assertThat(counter.published()).isEqualTo(WINDOW);
    assertThat(counter.dropped()).isEqualTo(Map.of("kafka_backlog", 1L));
  }

  @Test
  void nothingIsSentOnceTheCameraIsBeingStopped() {
    kafka.hold();
    offer(0, WINDOW + 1);
    stop.countDown();
    kafka.release();
    offer(WINDOW + 1, WINDOW + 2);
    frames.close();
    assertThat(sequences()).hasSize(WINDOW);
    assertThat(counter.dropped()).isEqualTo(Map.of("kafka_backlog", 2L));
  }

  @Test
  void whatIsPassedOverCountsAsCaptured() {
    frames.passOver(FrameCounter.STILL);
    assertThat(counter.captured()).isOne();
    assertThat(counter.dropped()).isEqualTo(Map.of("still", 1L));
  }

  private void offer(int from, int to) {
    for (int i = from; i < to; i++) {
      frames.offer(shot(i, 100));
    }
  }

  private static Shot shot(int second, int bytes) {
    return new Shot(Sample.EPOCH.plus(Duration.ofSeconds(second)), 64, 36, new byte[bytes]);
  }

  private List<Frame> sent() {
    return kafka.events(Topics.FRAMES, Frame.class);
  }

  private List<Long> sequences() {
    return sent().stream().map(Frame::getSequence).toList();
  }

  private List<Long> seconds() {
    return sent().stream()
        .map(it -> Duration.between(Sample.EPOCH, it.getCapturedAt()).toSeconds())
        .toList();
  }
}
