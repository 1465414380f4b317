package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.Broker;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraRun;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of cameras over a real broker. */
class RunRegistryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant REQUEST = Instant.parse("2026-03-01T12:00:00Z");
  private static final EventRecords RECORDS = new EventRecords("test");

  @TempDir Path folder;

  private Broker broker;

  @BeforeEach
  void start() throws Exception {
    broker = Broker.start(folder.resolve("kafka"), Map.of(), Topics.CAMERA_RUNS);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void laterRunsAreHigherWhateverTheClocksSay() throws Exception {
    var runs = new ArrayList<Run>();
    for (Duration set : List.of(Duration.ofHours(2), Duration.ZERO, Duration.ofDays(-400))) {
      InstantSource wall = () -> Instant.now().plus(set);
      RunRegistry process = registry(new BrokerClock(wall, System::nanoTime));
      runs.add(process.started("line-1", "live"));
      runs.add(process.started("line-1", "live"));
    }
    assertThat(runs).extracting(Run::generation).isSorted().doesNotHaveDuplicates();
    assertThat(runs).extracting(Run::epoch).doesNotHaveDuplicates();
    assertThat(runs)
        .extracting(Run::epoch)
        .allSatisfy(
            it ->
                assertThat(it)
                    .isBetween(Instant.now().minus(PATIENCE), Instant.now().plus(PATIENCE)));
    assertThat(runs).allMatch(Run::latest);
  }

  @Test
  void concurrentRegistriesNeverShareAGeneration() throws Exception {
    var tasks = new ArrayList<Callable<List<Run>>>();
    for (int process = 0; process < 3; process++) {
      RunRegistry registry = registry();
      tasks.add(
          () -> {
            var runs = new ArrayList<Run>();
            for (int i = 0; i < 10; i++) {
              runs.add(registry.started("line-" + i, "live"));
            }
            return runs;
          });
    }
    var all = new ArrayList<Run>();
    try (var threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<List<Run>> runs : threads.invokeAll(tasks)) {
        all.addAll(runs.get());
        assertThat(runs.get()).extracting(Run::generation).isSorted();
      }
    }
    assertThat(all).hasSize(30).extracting(Run::generation).doesNotHaveDuplicates();
  }

  @Test
  void theSameRequestIsTheSameRunInAnotherProcessToo() throws Exception {
    RunRegistry registry = registry();
    Run first = registry.requested("line-1", REQUEST);
    registry.started("line-2", "live");
    assertThat(first.epoch()).isEqualTo(REQUEST);
    assertThat(first.latest()).isTrue();
    assertThat(first.known()).isFalse();
    var again = new Run(first.generation(), REQUEST, true, true);
    assertThat(registry.requested("line-1", REQUEST)).isEqualTo(again);
    assertThat(registry().requested("line-1", REQUEST)).isEqualTo(again);
    assertThat(registry().requested("line-3", REQUEST).generation())
        .isGreaterThan(first.generation());
  }

  @Test
  void aSupersededRequestIsNotTheLatest() throws Exception {
    RunRegistry registry = registry();
    Run first = registry.requested("line-1", REQUEST);
    Run second = registry.requested("line-1", REQUEST.plusSeconds(1));
    assertThat(second.generation()).isGreaterThan(first.generation());
    assertThat(registry.requested("line-1", REQUEST))
        .isEqualTo(new Run(first.generation(), REQUEST, false, true));
    assertThat(registry.requested("line-1", REQUEST.plusSeconds(1)))
        .isEqualTo(new Run(second.generation(), REQUEST.plusSeconds(1), true, true));
    registry.started("line-1", "live");
    assertThat(registry.requested("line-1", REQUEST.plusSeconds(1)).latest()).isFalse();
  }

  /** As after an answer that did not come in time: compaction keeps the last of the two. */
  @Test
  void theLastRegistrationOfARequestCounts() throws Exception {
    RunRegistry registry = registry();
    Run first = registry.requested("line-1", REQUEST);
    var again =
        broker
            .template()
            .send(
                RECORDS.of(
                    Topics.CAMERA_RUNS,
                    UUID.randomUUID(),
                    REQUEST,
                    new CameraRun("line-1@" + REQUEST, "line-1", REQUEST, "recorded"),
                    null))
            .get();
    assertThat(again.getRecordMetadata().offset()).isEqualTo(2);
    assertThat(registry.requested("line-1", REQUEST))
        .isEqualTo(new Run(first.generation() + 1, REQUEST, true, true));
  }

  @Test
  void generationsGrowInARecreatedTopicToo() throws Exception {
    RunRegistry registry = registry();
    Run before = registry.started("line-1", "live");
    for (int i = 0; i < 5; i++) {
      before = registry.started("line-1", "live");
    }
    broker.admin().deleteTopics(List.of(Topics.CAMERA_RUNS)).all().get();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              broker.make(Topics.CAMERA_RUNS, Map.of());
              assertThat(broker.admin().listTopics().names().get()).contains(Topics.CAMERA_RUNS);
            });
    Run after = eventually(() -> registry.started("line-1", "live"));
    assertThat(after.generation()).isGreaterThan(before.generation());
    assertThat(registry().started("line-1", "live").generation()).isGreaterThan(after.generation());
  }

  @Test
  void throwsWhileKafkaIsAwayAndALaterTrySucceeds() throws Exception {
    RunRegistry known = registry();
    Run before = known.started("line-1", "live");
    RunRegistry fresh = registry();
    broker.stop();
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> known.started("line-1", "live"));
    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> fresh.requested("line-1", REQUEST));
    broker.startAgain();
    Run after = eventually(() -> fresh.requested("line-1", REQUEST));
    assertThat(after.generation()).isGreaterThan(before.generation());
    assertThat(eventually(() -> known.started("line-1", "live")).generation())
        .isGreaterThan(after.generation());
  }

  private static Run eventually(Callable<Run> register) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(KafkaException.class)
        .until(register, _ -> true);
  }

  private RunRegistry registry() {
    return registry(new BrokerClock());
  }

  /** As in a process of its own. */
  private RunRegistry registry(BrokerClock clock) {
    return new RunRegistry(new EventSender(broker.template(), RECORDS, clock), broker.consumers());
  }
}
