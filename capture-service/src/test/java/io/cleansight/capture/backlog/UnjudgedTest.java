package io.cleansight.capture.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.backlog.Positions.Partition;
import io.cleansight.capture.backlog.Unjudged.Remainder;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class UnjudgedTest {
  private static final int PARTITION = 3;

  /** Where the first frame lies. */
  private static final long FIRST = 100;

  private final Unjudged unjudged = new Unjudged();
  private long now = 1_000;

  @Test
  void countsUnjudgedFramesAndBytes() {
    publish(0, 3);
    assertThat(unjudged.frames()).isEqualTo(3);
    assertThat(unjudged.bytes()).isEqualTo(30);
    assertThat(look(frames(0, FIRST), detections(0, 0))).isEmpty();
    assertThat(unjudged.frames()).isEqualTo(3);
    assertThat(look(frames(0, FIRST + 2), detections(0, 0))).isEmpty();
    assertThat(unjudged.frames()).isOne();
    assertThat(unjudged.bytes()).isEqualTo(10);
  }

  @Test
  void aFrameIsJudgedOnceTheJudgeHasCaughtUpWithItsDetection() {
    publish(0, 1);
    look(frames(0, FIRST + 1), detections(50, 10));
    assertThat(unjudged.frames()).isOne();
    // Others' detections that come later are not waited for.
    look(frames(0, FIRST + 1), detections(90, 48));
    assertThat(unjudged.frames()).isOne();
    look(frames(0, FIRST + 1), detections(90, 50));
    assertThat(unjudged.frames()).isZero();
  }

  @Test
  void aTransactionMarkerIsNotWaitedFor() {
    publish(0, 1);
    look(frames(0, FIRST + 1), detections(50, 49));
    assertThat(unjudged.frames()).isZero();
  }

  @Test
  void aFrameInFlightIsWaitedFor() {
    var acknowledgement = new CompletableFuture<RecordMetadata>();
    unjudged.add(0, 10, acknowledgement);
    assertThat(look(frames(0, FIRST + 1), detections(0, 0))).isEmpty();
    assertThat(unjudged.frames()).isOne();
    acknowledgement.complete(place(PARTITION, FIRST));
    look(frames(0, FIRST + 1), detections(0, 0));
    assertThat(unjudged.frames()).isZero();
  }

  @Test
  void nothingIsJudgedOrLostWhilePositionsAreUnknown() {
    publish(0, 2);
    assertThat(unjudged.update(new Positions(now, Map.of(), Map.of()), now)).isEmpty();
    assertThat(
            unjudged.update(
                new Positions(now, Map.of(PARTITION, frames(0, FIRST + 2)), Map.of()), now))
        .isEmpty();
    assertThat(unjudged.frames()).isEqualTo(2);
  }

  @Test
  void aFrameDeletedUnreadIsLost() {
    publish(0, 3);
    assertThat(look(frames(FIRST, 0), detections(0, 0))).isEmpty();
    assertThat(look(frames(FIRST + 1, 0), detections(0, 0))).hasValue(0);
  }

  /** A position beyond a gap says that what is gone was passed over, not that it was read. */
  @Test
  void aDeletedFrameIsLostEvenIfThePositionIsBeyondIt() {
    publish(0, 3);
    assertThat(look(frames(FIRST + 1, FIRST + 3), detections(0, 0))).hasValue(0);
  }

  @Test
  void aDetectedFrameMayBeDeleted() {
    publish(0, 1);
    assertThat(look(frames(0, FIRST + 1), detections(50, 10))).isEmpty();
    assertThat(look(frames(FIRST + 7, FIRST + 7), detections(60, 10))).isEmpty();
    assertThat(unjudged.frames()).isOne();
    assertThat(look(frames(FIRST + 7, FIRST + 7), detections(60, 60))).isEmpty();
    assertThat(unjudged.frames()).isZero();
  }

  @Test
  void theFirstLostFrameIsReported() {
    publish(0, 5);
    look(frames(0, FIRST + 2), detections(0, 0));
    assertThat(look(frames(FIRST + 4, FIRST + 2), detections(0, 0))).hasValue(2);
  }

  @Test
  void aRejectedFrameIsLost() {
    publish(0, 1);
    unjudged.add(1, 10, CompletableFuture.failedFuture(new TimeoutException("never")));
    assertThat(look(frames(0, FIRST), detections(0, 0))).hasValue(1);
  }

  @Test
  void aFrameWithAnUnknownOffsetIsLost() {
    publish(0, 1);
    unjudged.add(1, 10, CompletableFuture.completedFuture(place(PARTITION, -1)));
    assertThat(look(frames(0, FIRST), detections(0, 0))).hasValue(1);
  }

  @Test
  void aFrameOfARecreatedTopicIsLost() {
    publish(0, 1);
    long asked = now - 1;
    var fresh = new Partition(0, 7, 0);
    assertThat(
            unjudged.update(
                new Positions(asked, Map.of(PARTITION, fresh), Map.of(PARTITION, fresh)), now))
        .as("Kafka was asked before the frame was known to be there")
        .isEmpty();
    assertThat(
            unjudged.update(
                new Positions(now, Map.of(PARTITION, fresh), Map.of(PARTITION, fresh)), now))
        .isEmpty();
    assertThat(
            unjudged.update(
                new Positions(now + 1, Map.of(PARTITION, fresh), Map.of(PARTITION, fresh)),
                now + 2))
        .hasValue(0);
  }

  @Test
  void forgettingReturnsTheUnreadRemainder() {
    publish(0, 5);
    Positions known = positions(frames(FIRST + 2, 0), detections(0, 0));
    assertThat(unjudged.update(known, now)).hasValue(0);
    assertThat(unjudged.forgetFrom(0, known)).contains(new Remainder(PARTITION, FIRST + 5));
    assertThat(unjudged.frames()).isZero();
    assertThat(unjudged.bytes()).isZero();
  }

  @Test
  void earlierFramesAreKept() {
    publish(0, 5);
    Positions known = positions(frames(FIRST, 0), detections(0, 0));
    assertThat(unjudged.forgetFrom(3, known)).contains(new Remainder(PARTITION, FIRST + 5));
    assertThat(unjudged.frames()).isEqualTo(3);
    assertThat(unjudged.bytes()).isEqualTo(30);
  }

  @Test
  void thereIsNoRemainderOnceSomeOfItWasRead() {
    publish(0, 5);
    Positions known = positions(frames(FIRST + 2, FIRST + 3), detections(0, 0));
    assertThat(unjudged.forgetFrom(0, known)).isEmpty();
  }

  @Test
  void theRemainderMayBeginAtTheDetectorsPosition() {
    publish(0, 5);
    Positions known = positions(frames(FIRST + 2, FIRST + 2), detections(0, 0));
    assertThat(unjudged.forgetFrom(0, known)).contains(new Remainder(PARTITION, FIRST + 5));
  }

  @Test
  void thereIsNoRemainderIfAllIsDeletedOrUnknown() {
    publish(0, 2);
    assertThat(unjudged.forgetFrom(0, positions(frames(FIRST + 9, 0), detections(0, 0)))).isEmpty();
    publish(0, 2);
    assertThat(unjudged.forgetFrom(0, new Positions(now, Map.of(), Map.of()))).isEmpty();
    unjudged.add(7, 10, new CompletableFuture<>());
    unjudged.add(8, 10, CompletableFuture.failedFuture(new TimeoutException("never")));
    unjudged.add(9, 10, CompletableFuture.completedFuture(place(PARTITION, -1)));
    assertThat(unjudged.forgetFrom(7, positions(frames(0, 0), detections(0, 0)))).isEmpty();
    assertThat(unjudged.frames()).isZero();
  }

  @Test
  void theRemainderIsOfOnePartition() {
    unjudged.add(0, 10, CompletableFuture.completedFuture(place(PARTITION + 1, 50)));
    publish(1, 3);
    assertThat(unjudged.forgetFrom(0, positions(frames(0, FIRST), detections(0, 0))))
        .contains(new Remainder(PARTITION, FIRST + 3));
  }

  private void publish(long from, long to) {
    for (long sequence = from; sequence < to; sequence++) {
      unjudged.add(
          sequence, 10, CompletableFuture.completedFuture(place(PARTITION, FIRST + sequence)));
    }
  }

  private OptionalLong look(Partition frames, Partition detections) {
    now += 10;
    return unjudged.update(positions(frames, detections), now);
  }

  private Positions positions(Partition frames, Partition detections) {
    return new Positions(now, Map.of(PARTITION, frames), Map.of(PARTITION, detections));
  }

  private static Partition frames(long start, long committed) {
    return new Partition(start, FIRST + 1000, committed);
  }

  private static Partition detections(long end, long committed) {
    return new Partition(0, end, committed);
  }

  private static RecordMetadata place(int partition, long offset) {
    return new RecordMetadata(
        new TopicPartition("cleansight.frames", partition), offset, 0, 0, 0, 0);
  }
}
