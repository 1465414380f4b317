package io.cleansight.capture.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.Sample;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResumePointTest {
  private static final Instant REQUEST = Instant.parse("2026-03-01T12:00:00Z");

  private final FakeKafka kafka = new FakeKafka();
  private final ResumePoint resume = new ResumePoint(kafka.consumers(), kafka::nanoTime);

  @BeforeEach
  void makeTopics() {
    kafka.make(Topics.FRAMES, 3);
    kafka.make(Topics.DETECTIONS, 3);
  }

  @Test
  void findsTheLastDetectionOfACameraAndEpoch() {
    for (int sequence = 0; sequence < 20; sequence++) {
      detect(1, "line-1", REQUEST, sequence);
    }
    detect(1, "line-1", REQUEST.plusSeconds(1), 70);
    detect(2, "line-2", REQUEST, 80);
    assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(19);
    assertThat(resume.lastJudged("line-1", REQUEST.plusSeconds(1))).hasValue(70);
    assertThat(resume.lastJudged("line-2", REQUEST)).hasValue(80);
    assertThat(resume.lastJudged("line-3", REQUEST)).isEmpty();
  }

  @Test
  void ignoresFramesThatWereNotDetected() {
    for (int sequence = 0; sequence < 20; sequence++) {
      kafka.append(Topics.FRAMES, 0, Sample.frame(sequence));
    }
    detect(0, "line-1", Sample.EPOCH, 4);
    assertThat(resume.lastJudged("line-1", Sample.EPOCH)).hasValue(4);
  }

  @Test
  void aRepeatDoesNotLowerTheResumePoint() {
    detect(0, "line-1", REQUEST, 9);
    detect(0, "line-1", REQUEST, 3);
    assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(9);
  }

  @Test
  void skipsUnreadableRecordsAndTransactionMarkers() {
    kafka.append(
        Topics.DETECTIONS,
        0,
        new Decoded.Unreadable<>(new byte[] {1}, ErrorCode.MALFORMED, "no event"));
    detect(0, "line-1", REQUEST, 9);
    kafka.append(
        Topics.DETECTIONS,
        0,
        new Decoded.Unreadable<>(new byte[] {1}, ErrorCode.MALFORMED, "no event"));
    kafka.mark(Topics.DETECTIONS, 0);
    assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(9);
  }

  @Test
  void scansFurtherBackUntilTheRunIsFound() {
    detect(0, "line-1", REQUEST, 5);
    for (int i = 0; i < 1_000; i++) {
      detect(0, "line-2", REQUEST, i);
    }
    assertThat(resume.lastJudged("line-2", REQUEST)).hasValue(999);
    assertThat(kafka.consumers).isOne();
    assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(5);
    assertThat(kafka.consumers).isEqualTo(2);
  }

  @Test
  void scansNoMoreThanAHundredThousandOffsets() {
    detect(0, "line-1", REQUEST, 5);
    detect(0, "line-2", REQUEST, 6);
    for (int i = 0; i < 99_999; i++) {
      kafka.mark(Topics.DETECTIONS, 0);
    }
    assertThat(resume.lastJudged("line-2", REQUEST)).hasValue(6);
    assertThat(resume.lastJudged("line-1", REQUEST)).isEmpty();
  }

  @Test
  void doesNotWaitForDeletedRecords() {
    detect(0, "line-1", REQUEST, 5);
    detect(0, "line-1", REQUEST, 6);
    kafka.delete(Topics.DETECTIONS, 2);
    assertThat(resume.lastJudged("line-1", REQUEST)).isEmpty();
    detect(0, "line-1", REQUEST, 7);
    kafka.pass(Duration.ofSeconds(3));
    assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(7);
  }

  @Test
  void camerasThatStartTogetherShareAScan() {
    kafka.pass(Duration.ofHours(1));
    detect(0, "line-1", REQUEST, 5);
    detect(0, "line-2", REQUEST, 6);
    resume.lastJudged("line-1", REQUEST);
    detect(0, "line-1", REQUEST, 7);
    kafka.pass(Duration.ofSeconds(2));
    assertThat(resume.lastJudged("line-2", REQUEST)).hasValue(6);
    assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(5);
    assertThat(kafka.consumers).isOne();
    kafka.pass(Duration.ofNanos(1));
    assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(7);
  }

  @Test
  void throwsWhileKafkaIsAwayAndSucceedsLater() {
    detect(0, "line-1", REQUEST, 5);
    kafka.goAway();
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> resume.lastJudged("line-1", REQUEST));
    kafka.comeBack();
    assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(5);
  }

  @Test
  void throwsIfRecordsDoNotArrive() {
    detect(0, "line-1", REQUEST, 5);
    kafka.fallSilent();
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> resume.lastJudged("line-1", REQUEST));
    kafka.comeBack();
    assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(5);
  }

  private void detect(int partition, String cameraId, Instant epoch, long sequence) {
    kafka.append(Topics.DETECTIONS, partition, Sample.detections(cameraId, epoch, sequence));
  }
}
