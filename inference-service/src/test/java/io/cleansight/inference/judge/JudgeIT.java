package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.Detections;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Violation;
import io.cleansight.messaging.codec.EventRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The judge over a real broker, whose rules for the time of a record are part of what is tested.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JudgeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration AHEAD = Duration.ofHours(2);
  private static final TopicLayout LAYOUT = TopicLayout.on(1, TopicLayout.FEW_PARTITIONS);

  @TempDir static Path folder;

  private final EventRecords records = new EventRecords("test");
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final AtomicInteger deaths = new AtomicInteger();
  private @Nullable Running running;

  private record Running(
      EmbeddedKafka kafka, KafkaStreams streams, KafkaProducer<String, Object> producer) {}

  @BeforeAll
  void start() throws Exception {
    var kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
    Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers());
    TestTopics.make(kafka.bootstrapServers(), Topics.all().stream().map(JudgeIT::made).toList());
    var topology = new Topology();
    JudgeTopology.extend(
        topology,
        records,
        Clock.systemUTC(),
        new JudgeMeters(new SimpleMeterRegistry(), Clock.systemUTC()));
    var settings = new Properties();
    settings.put("application.id", "judge-it");
    settings.put("bootstrap.servers", kafka.bootstrapServers());
    settings.put("state.dir", folder.resolve("state").toString());
    settings.put("processing.guarantee", "exactly_once_v2");
    settings.put("commit.interval.ms", "100");
    settings.put("auto.offset.reset", "earliest");
    var streams = new KafkaStreams(topology, settings);
    streams.setUncaughtExceptionHandler(
        _ -> {
          deaths.incrementAndGet();
          return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
    streams.start();
    running =
        new Running(
            kafka,
            streams,
            new KafkaProducer<>(client, new StringSerializer(), new EventSerializer()));
  }

  @AfterAll
  void stop() {
    if (running != null) {
      running.producer().close();
      running.streams().close(Duration.ofSeconds(10));
      running.kafka().close();
    }
  }

  @Test
  void aCameraWhoseClockIsTwoHoursAheadIsJudgedAndStopsNobody() {
    for (int i = 0; i < 12; i++) {
      send(detections("ahead", now, 1, i, now.plus(AHEAD).plusMillis(200L * i), "future"));
      send(detections("right", now, 1, i, now.plusMillis(200L * i), null));
    }
    await().atMost(PATIENCE).until(() -> judged("ahead").size() == 12);
    await().atMost(PATIENCE).until(() -> judged("right").size() == 12);
    assertThat(judged("ahead")).extracting(Activity::getUntimely).containsOnly("future");
    assertThat(judged("right")).extracting(Activity::getUntimely).containsOnlyNulls();
    await().atMost(PATIENCE).until(() -> violations("ahead").size() == 1);
    assertThat(violations("ahead").getFirst().getUntimely()).isEqualTo("future");
    await().atMost(PATIENCE).until(() -> violations("right").size() == 1);
    assertThat(violations("right").getFirst().getUntimely()).isNull();
    assertThat(deaths).hasValue(0);
  }

  @Test
  void aRunThatBeganWhenTheClockHadBeenSetBackIsJudgedAndAFrozenOneIsCountedAsOutdated() {
    Instant back = now.minus(AHEAD);
    send(detections("back", now, 7, 0, now, null));
    send(detections("back", back, 8, 0, back, null));
    send(detections("back", now, 7, 1, now.plusMillis(200), null));
    send(detections("back", back, 8, 1, back.plusMillis(200), null));
    await().atMost(PATIENCE).until(() -> judged("back").size() == 3);
    assertThat(judged("back")).extracting(Activity::getGeneration).containsExactly(7L, 8L, 8L);
    await().atMost(PATIENCE).until(() -> !skipped("back").isEmpty());
    SkippedFrames outdated = skipped("back").getFirst();
    assertThat(outdated.getReason()).isEqualTo("outdated");
    assertThat(outdated.getGeneration()).isEqualTo(7);
    assertThat(outdated.getLastSequence()).isEqualTo(1);
    assertThat(outdated.getFrames()).isEqualTo(1);
  }

  private List<Activity> judged(String camera) {
    return all(Topics.ACTIVITY, Activity.class).stream()
        .filter(it -> it.getCameraId().equals(camera))
        .toList();
  }

  private List<Violation> violations(String camera) {
    return all(Topics.VIOLATIONS, Violation.class).stream()
        .filter(it -> it.getCameraId().equals(camera))
        .toList();
  }

  private List<SkippedFrames> skipped(String camera) {
    return all(Topics.SKIPPED_FRAMES, SkippedFrames.class).stream()
        .filter(it -> it.getCameraId().equals(camera))
        .toList();
  }

  private <T> List<T> all(String topic, Class<T> type) {
    return Read.all(running().kafka(), topic, type);
  }

  private void send(Detections seen) {
    running()
        .producer()
        .send(records.of(Topics.DETECTIONS, seen.getFrameId(), seen.getCapturedAt(), seen, null));
  }

  private static Detections detections(
      String camera,
      Instant epoch,
      long generation,
      long sequence,
      Instant at,
      @Nullable String untimely) {
    return Detections.newBuilder()
        .setFrameId(Ids.frame(camera, epoch, sequence))
        .setCameraId(camera)
        .setEpoch(epoch)
        .setGeneration(generation)
        .setSequence(sequence)
        .setCapturedAt(at)
        .setWidth(640)
        .setHeight(480)
        .setSourceKind("live")
        .setFramePartition(0)
        .setFrameOffset(sequence)
        .setModel("model")
        .setModelSha256("00")
        .setObjects(
            List.of(
                new DetectedObject("no_hairnet", 0.8f, new Box(0.4, 0.3, 0.05, 0.08), List.of())))
        .setInferenceMicros(1000)
        .setUntimely(untimely)
        .build();
  }

  private static NewTopic made(Topic topic) {
    return new NewTopic(topic.name(), LAYOUT.partitionsOf(topic), (short) 1)
        .configs(LAYOUT.configOf(topic));
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }
}
