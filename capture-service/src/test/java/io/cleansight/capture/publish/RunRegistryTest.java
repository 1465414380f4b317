package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.event.CameraRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunRegistryTest {
  private static final Instant REQUEST = Instant.parse("2026-03-01T10:00:00Z");
  private static final long ORIGIN = FakeKafka.NOON.toEpochMilli();

  private final FakeKafka kafka = new FakeKafka();
  private final RunRegistry registry = new RunRegistry(kafka.sender(), kafka.consumers());

  @BeforeEach
  void makeTopic() {
    kafka.make(Topics.CAMERA_RUNS, 1);
  }

  @Test
  void aGenerationIsTheOriginsTimePlusTheOffset() throws Exception {
    assertThat(registry.started("line-1", "live").generation()).isEqualTo(ORIGIN + 1);
    kafka.pass(Duration.ofHours(1));
    assertThat(registry.started("line-2", "live").generation()).isEqualTo(ORIGIN + 2);
    assertThat(registry.requested("line-3", REQUEST).generation()).isEqualTo(ORIGIN + 3);
    assertThat(registry.requested("line-3", REQUEST).generation()).isEqualTo(ORIGIN + 3);
    CameraRun origin = kafka.events(Topics.CAMERA_RUNS, CameraRun.class).getFirst();
    assertThat(origin.getRunId()).startsWith("origin-");
    assertThat(origin.getCameraId()).isNull();
  }

  @Test
  void epochsAreBrokerTimesAndDifferWithinAMillisecond() throws Exception {
    Run first = registry.started("line-1", "live");
    Run second = registry.started("line-1", "live");
    assertThat(first)
        .isEqualTo(new Run(ORIGIN + 1, FakeKafka.NOON.plus(1, ChronoUnit.MICROS), true, false));
    assertThat(second.epoch()).isEqualTo(FakeKafka.NOON.plus(2, ChronoUnit.MICROS));
  }

  @Test
  void theTopicHoldsTheRegistrations() throws Exception {
    registry.started("line-1", "recorded");
    registry.requested("line-2", REQUEST);
    assertThat(kafka.events(Topics.CAMERA_RUNS, CameraRun.class).subList(1, 3))
        .containsExactly(
            new CameraRun("line-1", "line-1", null, "recorded"),
            new CameraRun("line-2@2026-03-01T10:00:00Z", "line-2", REQUEST, "recorded"));
  }

  @Test
  void aKnownRequestIsNotRegisteredAgain() throws Exception {
    Run first = registry.requested("line-1", REQUEST);
    registry.requested("line-2", REQUEST);
    assertThat(first).isEqualTo(new Run(ORIGIN + 1, REQUEST, true, false));
    assertThat(registry.requested("line-1", REQUEST))
        .isEqualTo(new Run(ORIGIN + 1, REQUEST, true, true));
    assertThat(kafka.end(Topics.CAMERA_RUNS)).isEqualTo(3);
  }

  @Test
  void aSupersededRequestIsNotTheLatest() throws Exception {
    registry.requested("line-1", REQUEST);
    registry.started("line-2", "live");
    assertThat(registry.requested("line-1", REQUEST).latest()).isTrue();
    registry.started("line-1", "live");
    assertThat(registry.requested("line-1", REQUEST).latest()).isFalse();
  }

  @Test
  void theLastRegistrationOfARequestCounts() throws Exception {
    registry.requested("line-1", REQUEST);
    kafka.append(
        Topics.CAMERA_RUNS, 0, new CameraRun("line-1@" + REQUEST, "line-1", REQUEST, "recorded"));
    assertThat(registry.requested("line-1", REQUEST))
        .isEqualTo(new Run(ORIGIN + 2, REQUEST, true, true));
  }

  @Test
  void theFirstOriginCounts() throws Exception {
    registry.started("line-1", "live");
    kafka.pass(Duration.ofSeconds(9));
    kafka.append(Topics.CAMERA_RUNS, 0, new CameraRun("origin-other", null, null, null));
    assertThat(
            new RunRegistry(kafka.sender(), kafka.consumers())
                .started("line-1", "live")
                .generation())
        .isEqualTo(ORIGIN + 3);
  }

  @Test
  void generationsAreCountedFromTheFirstRecordWithoutACamera() throws Exception {
    kafka.append(Topics.CAMERA_RUNS, 0, new CameraRun("line-9", "line-9", null, "live"));
    kafka.pass(Duration.ofSeconds(9));
    assertThat(registry.started("line-1", "live").generation()).isEqualTo(ORIGIN + 9_000 + 2);
  }

  @Test
  void generationsGrowInARecreatedTopicToo() throws Exception {
    Run before = registry.started("line-1", "live");
    kafka.pass(Duration.ofSeconds(1));
    kafka.makeAnew(Topics.CAMERA_RUNS);
    assertThat(registry.started("line-1", "live").generation())
        .isEqualTo(ORIGIN + 1_002)
        .isGreaterThan(before.generation());
  }

  @Test
  void skipsUnreadableRecords() throws Exception {
    registry.started("line-1", "live");
    kafka.append(
        Topics.CAMERA_RUNS,
        0,
        new Decoded.Unreadable<>(new byte[] {1}, ErrorCode.MALFORMED, "no event"));
    assertThat(registry.started("line-1", "live").generation()).isEqualTo(ORIGIN + 3);
  }

  @Test
  void throwsWhileKafkaIsAwayAndALaterTrySucceeds() throws Exception {
    kafka.goAway();
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> registry.started("line-1", "live"));
    kafka.comeBack();
    assertThat(registry.started("line-1", "live").latest()).isTrue();
    kafka.fallSilent();
    assertThatExceptionOfType(KafkaException.class)
        .as("what is there does not come")
        .isThrownBy(() -> registry.requested("line-1", REQUEST));
    kafka.comeBack();
    assertThat(registry.requested("line-1", REQUEST).generation()).isEqualTo(ORIGIN + 2);
  }

  @Test
  void throwsIfTheRunIsRejectedOrItsOffsetIsUnknown() throws Exception {
    registry.started("line-1", "live");
    kafka.failLater(new TopicAuthorizationException("no"));
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> registry.started("line-1", "live"))
        .withMessage("a run could not be registered");
    kafka.failLater(null);
    kafka.hidePlaces();
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> registry.requested("line-1", REQUEST))
        .withMessageContaining("does not say where");
  }

  @Test
  void aFileThatNobodyHasRequestedIsTheSameRunForTheLifeOfTheProcess() throws Exception {
    Run first = registry.started("line-1", "recorded");
    registry.started("line-2", "live");
    assertThat(registry.started("line-1", "recorded"))
        .isEqualTo(new Run(first.generation(), first.epoch(), true, true));
    assertThat(
            new RunRegistry(kafka.sender(), kafka.consumers())
                .started("line-1", "recorded")
                .generation())
        .as("another process")
        .isGreaterThan(first.generation());
    assertThat(registry.started("line-1", "recorded").known()).as("another has followed").isFalse();
    registry.forget("line-1");
    assertThat(registry.started("line-1", "recorded").known()).isFalse();
  }

  @Test
  void camerasThatBeginTogetherReadTheTopicOnce() throws Exception {
    registry.started("line-1", "live");
    int read = kafka.consumers;
    registry.started("line-2", "live");
    registry.started("line-3", "live");
    assertThat(kafka.consumers).isEqualTo(read);
  }

  @Test
  void theBaseIsReadAgainAfterAWhile() throws Exception {
    var passing = new RunRegistry(kafka.sender(), kafka.consumers(), kafka::nanoTime);
    passing.started("line-1", "live");
    int read = kafka.consumers;
    kafka.pass(Duration.ofSeconds(6));
    passing.started("line-2", "live");
    assertThat(kafka.consumers).isEqualTo(read + 1);
  }
}
