package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.Sample;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Segment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmentPublisherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeKafka kafka = new FakeKafka();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SegmentPublisher publisher = new SegmentPublisher(kafka.sender(), meters, 1000);

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void whatIsOfferedIsSentInOrder() {
    for (int i = 0; i < 5; i++) {
      publisher.offer(segment(i, 300));
      long expected = i + 1L;
      await().atMost(PATIENCE).until(() -> sent() == expected);
    }
    assertThat(kafka.events(Topics.SEGMENTS, Segment.class))
        .extracting(Segment::getSequence)
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(dropped()).isZero();
  }

  @Test
  void whatIsNotAcknowledgedCountsAgainstTheLimitAndTheRestIsDropped() {
    kafka.hold();
    for (int i = 0; i < 5; i++) {
      publisher.offer(segment(i, 300));
    }
    assertThat(dropped()).isEqualTo(2);
    assertThat(publisher.takes(segment(9, 300))).isFalse();
    assertThat(dropped()).isEqualTo(2);
    await().atMost(PATIENCE).until(() -> kafka.waiting() == 3);
    kafka.release();
    await().atMost(PATIENCE).until(() -> sent() == 3);
    assertThat(publisher.takes(segment(9, 1000))).isTrue();
  }

  @Test
  void whatKafkaDoesNotTakeIsDroppedAndMakesRoom() {
    kafka.goAway();
    for (int i = 1; i <= 3; i++) {
      publisher.offer(segment(i, 900));
      double expected = i;
      await().atMost(PATIENCE).until(() -> dropped() == expected);
    }
    kafka.comeBack();
    publisher.offer(segment(4, 900));
    await().atMost(PATIENCE).until(() -> sent() == 1);
  }

  @Test
  void nothingIsTakenOnceItIsClosed() {
    publisher.close();
    publisher.offer(segment(0, 1));
    assertThat(dropped()).isOne();
  }

  private double sent() {
    return meters.counter("cleansight.segments.published", "camera", "line-1").count();
  }

  private double dropped() {
    return meters.counter("cleansight.segments.dropped", "camera", "line-1").count();
  }

  private static Segment segment(long sequence, int bytes) {
    return Segment.newBuilder()
        .setCameraId("line-1")
        .setEpoch(Sample.EPOCH)
        .setGeneration(1)
        .setSequence(sequence)
        .setFirstCapturedAt(Sample.EPOCH)
        .setLastCapturedAt(Sample.EPOCH.plusSeconds(2))
        .setCodec("avc1.64001F")
        .setWidth(64)
        .setHeight(36)
        .setKeyFrame(true)
        .setSourceKind("live")
        .setInit(ByteBuffer.allocate(3))
        .setFragment(ByteBuffer.allocate(bytes))
        .build();
  }
}
