package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.RecordingLatch;
import io.cleansight.capture.Sample;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class FramePublisherTest {
  private static final int WINDOW = FramePublisher.IN_FLIGHT;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeKafka kafka = new FakeKafka();
  private final FrameCounter counter = new FrameCounter();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final FramePublisher publisher = new FramePublisher(kafka.sender(), counter, stop);

  @Test
  void theWindowIsThirtyTwoFrames() {
    assertThat(WINDOW).isEqualTo(32);
  }

  @Test
  void anOversizeFrameIsNeverSent() throws Exception {
    assertThat(publisher.insist(Sample.frame(0, FramePublisher.LARGEST_JPEG + 1))).isEmpty();
    assertThat(counter.dropped()).isEqualTo(Map.of("oversize", 1L));
    assertThat(counter.captured()).isOne();
    assertThat(publisher.insist(Sample.frame(1, FramePublisher.LARGEST_JPEG))).isPresent();
    assertThat(publisher.insist(Sample.frame(2, FramePublisher.LARGEST_JPEG))).isPresent();
    assertThat(sequences()).containsExactly(1L, 2L);
    assertThat(FramePublisher.LARGEST_JPEG).isEqualTo(4 << 20);
  }

  @Test
  void aRecordedFrameReturnsItsOffset() throws Exception {
    publisher.insist(Sample.frame(0));
    RecordMetadata place = publisher.insist(Sample.frame(1)).orElseThrow().join();
    assertThat(place.topic()).isEqualTo(Topics.FRAMES);
    assertThat(place.offset()).isOne();
    assertThat(counter.captured()).isEqualTo(2);
    assertThat(counter.published()).isEqualTo(2);
  }

  @Test
  void aRecordedFrameBeyondTheWindowWaits() throws Exception {
    kafka.hold();
    insist(0, WINDOW);
    var next = insisting(WINDOW);
    await().atMost(PATIENCE).until(() -> counter.captured() == WINDOW + 1);
    assertThat(next.isDone()).isFalse();
    assertThat(kafka.waiting()).isEqualTo(WINDOW);
    kafka.acknowledge();
    await().atMost(PATIENCE).until(next::isDone);
    assertThat(next.get()).isPresent();
    kafka.release();
    assertThat(sequences()).isEqualTo(LongStream.rangeClosed(0, WINDOW).boxed().toList());
    assertThat(counter.published()).isEqualTo(WINDOW + 1);
    assertThat(counter.dropped()).isEmpty();
  }

  @Test
  void aRecordedFrameIsRetriedUntilItIsAccepted() throws Exception {
    var impatient =
        new RecordingLatch(
            _ -> {
              kafka.comeBack();
            });
    var insisting = new FramePublisher(kafka.sender(), counter, impatient);
    kafka.goAway();
    assertThat(insisting.insist(Sample.frame(0))).isPresent();
    assertThat(impatient.waits).containsExactly(Duration.ofMillis(200));
    assertThat(sequences()).containsExactly(0L);
    assertThat(counter.captured()).isOne();
    assertThat(counter.published()).isOne();
  }

  @Test
  void aRecordedFrameIsGivenUpOnlyOnStop() throws Exception {
    kafka.hold();
    insist(0, WINDOW);
    var next = insisting(WINDOW);
    await().atMost(PATIENCE).until(() -> counter.captured() == WINDOW + 1);
    stop.countDown();
    await().atMost(PATIENCE).until(next::isDone);
    assertThat(next.get()).isEmpty();
    assertThat(sequences()).hasSize(WINDOW);
    assertThat(publisher.insist(Sample.frame(WINDOW + 1))).isEmpty();
  }

  @Test
  void aRepublishedFrameIsSentAgainAndCountedOnce() throws Exception {
    insist(0, 5);
    insist(2, 5);
    publisher.insist(Sample.frame(5, FramePublisher.LARGEST_JPEG + 1));
    publisher.insist(Sample.frame(5, FramePublisher.LARGEST_JPEG + 1));
    assertThat(sequences()).containsExactly(0L, 1L, 2L, 3L, 4L, 2L, 3L, 4L);
    assertThat(counter.captured()).isEqualTo(6);
    assertThat(counter.published()).isEqualTo(5);
    assertThat(counter.dropped()).isEqualTo(Map.of("oversize", 1L));
  }

  @Test
  void aRecordedFrameThatFailsLaterCountsWhenItIsRepublished() throws Exception {
    kafka.hold();
    kafka.failLater(new TopicAuthorizationException("no"));
    CompletableFuture<RecordMetadata> sent = publisher.insist(Sample.frame(0)).orElseThrow();
    kafka.release();
    assertThat(sent).isCompletedExceptionally();
    assertThat(counter.published()).isZero();
    kafka.failLater(null);
    insist(0, 2);
    assertThat(counter.captured()).isEqualTo(2);
    assertThat(counter.published()).isEqualTo(2);
    assertThat(counter.dropped()).isEmpty();
  }

  @Test
  void flushWaitsForAllAcknowledgements() throws Exception {
    kafka.hold();
    insist(0, 2);
    var flushed = new FutureTask<>(() -> publisher.flush(PATIENCE));
    Thread.ofVirtual().start(flushed);
    kafka.acknowledge();
    assertThat(publisher.flush(Duration.ZERO)).isFalse();
    kafka.acknowledge();
    assertThat(flushed.get()).isTrue();
    assertThat(publisher.flush(Duration.ZERO)).isTrue();
  }

  @Test
  void flushEndsOnStop() throws Exception {
    kafka.hold();
    insist(0, 1);
    stop.countDown();
    assertThat(publisher.flush(Duration.ofDays(1))).isFalse();
  }

  private void insist(long from, long to) throws InterruptedException {
    for (long i = from; i < to; i++) {
      assertThat(publisher.insist(Sample.frame(i))).isPresent();
    }
  }

  private FutureTask<Optional<CompletableFuture<RecordMetadata>>> insisting(long sequence) {
    var task = new FutureTask<>(() -> publisher.insist(Sample.frame(sequence)));
    Thread.ofVirtual().start(task);
    return task;
  }

  private List<Long> sequences() {
    return kafka.events(Topics.FRAMES, Frame.class).stream().map(Frame::getSequence).toList();
  }
}
