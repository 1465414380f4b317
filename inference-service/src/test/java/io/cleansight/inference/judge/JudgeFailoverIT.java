package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.ServiceJvm;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Activity;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.Detections;
import io.cleansight.event.Violation;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.judge.CameraState.JudgeResult;
import io.cleansight.inference.judge.History.Shot;
import io.cleansight.inference.zone.Room;
import io.cleansight.messaging.codec.EventRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes share the cameras, each with several tasks and with standbys of the other's; they
 * are killed one after the other. What is judged is what one that was never disturbed would judge.
 */
class JudgeFailoverIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final TopicLayout LAYOUT = TopicLayout.on(1, TopicLayout.FEW_PARTITIONS);
  private static final List<String> CAMERAS =
      List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

  @TempDir Path folder;

  private final EventRecords records = new EventRecords("test");
  private final Map<String, List<Shot>> histories = new TreeMap<>();

  @Test
  void whoTakesOverKnowsEveryCameraAsItWas() throws Exception {
    CAMERAS.forEach(camera -> histories.put(camera, History.of(camera, camera.hashCode())));
    int longest = histories.values().stream().mapToInt(List::size).max().orElseThrow();
    try (var kafka = EmbeddedKafka.start(folder.resolve("k"), Ports.anyFree(), Ports.anyFree());
        var producer = producer(kafka)) {
      TestTopics.make(
          kafka.bootstrapServers(), Topics.all().stream().map(JudgeFailoverIT::made).toList());
      try (ServiceJvm first = judge(kafka, "first");
          ServiceJvm second = judge(kafka, "second")) {
        send(producer, 0, longest / 3);
        awaitJudged(kafka, longest / 3);
        first.kill();
        send(producer, longest / 3, longest / 3 * 2);
        awaitJudged(kafka, longest / 3 * 2);
        try (ServiceJvm third = judge(kafka, "third")) {
          second.kill();
          send(producer, longest / 3 * 2, longest);
          awaitJudged(kafka, longest);
          assertThat(third.isAlive()).isTrue();
        }
      }
      assertThat(violations(kafka)).isEqualTo(expected());
      assertThat(activity(kafka)).doesNotHaveDuplicates();
    }
  }

  /** By id the moment at which it was closed last; those still open at the end have none. */
  private Map<UUID, String> expected() {
    var expected = new TreeMap<UUID, String>();
    for (var shots : histories.values()) {
      CameraState state = CameraState.NEW;
      for (var shot : shots) {
        JudgeResult outcome = state.take(shot.frame(), shot.seen(), Room.UNKNOWN, 480);
        var judged = ((JudgeResult.Judged) outcome).judgement();
        state = judged.next();
        judged.changed().forEach(it -> expected.put(it.violationId(), closed(it.closedAt())));
      }
    }
    assertThat(expected).hasSizeGreaterThan(CAMERAS.size());
    return expected;
  }

  private static Map<UUID, String> violations(EmbeddedKafka kafka) {
    var last = new TreeMap<UUID, String>();
    for (var it : Read.all(kafka, Topics.VIOLATIONS, Violation.class)) {
      last.put(it.getViolationId(), closed(it.getClosedAt()));
    }
    return last;
  }

  private static String closed(@Nullable Instant at) {
    return at == null ? "open" : at.toString();
  }

  private static List<UUID> activity(EmbeddedKafka kafka) {
    return Read.all(kafka, Topics.ACTIVITY, Activity.class).stream()
        .map(Activity::getFrameId)
        .toList();
  }

  private void awaitJudged(EmbeddedKafka kafka, int frames) {
    int all = histories.values().stream().mapToInt(it -> Math.min(frames, it.size())).sum();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(activity(kafka).size()).isEqualTo(all));
  }

  private void send(KafkaProducer<String, Object> producer, int from, int to) throws Exception {
    var sent = new ArrayList<Future<RecordMetadata>>();
    for (int i = from; i < to; i++) {
      for (var history : histories.entrySet()) {
        if (i < history.getValue().size()) {
          Detections seen = detections(history.getKey(), history.getValue().get(i));
          sent.add(
              producer.send(
                  records.of(
                      Topics.DETECTIONS, seen.getFrameId(), seen.getCapturedAt(), seen, null)));
        }
      }
    }
    producer.flush();
    for (Future<RecordMetadata> it : sent) {
      it.get();
    }
  }

  private ServiceJvm judge(EmbeddedKafka kafka, String name) throws Exception {
    Path logs = Files.createDirectories(Path.of("target/failover"));
    return ServiceJvm.start(
        "inference-service",
        JudgeMain.class,
        logs.resolve(name + ".log"),
        List.of(kafka.bootstrapServers(), folder.resolve(name).toString(), "1"));
  }

  private static KafkaProducer<String, Object> producer(EmbeddedKafka kafka) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new StringSerializer(),
        new EventSerializer());
  }

  private static Detections detections(String camera, Shot shot) {
    FrameRef frame = shot.frame();
    return Detections.newBuilder()
        .setFrameId(frame.id())
        .setCameraId(camera)
        .setEpoch(frame.epoch())
        .setGeneration(frame.generation())
        .setSequence(frame.sequence())
        .setCapturedAt(frame.at())
        .setWidth(640)
        .setHeight(480)
        .setSourceKind("live")
        .setFramePartition(frame.partition())
        .setFrameOffset(frame.offset())
        .setModel("model")
        .setModelSha256("00")
        .setObjects(shot.seen().stream().map(JudgeFailoverIT::object).toList())
        .setInferenceMicros(1000)
        .build();
  }

  private static DetectedObject object(Detection detection) {
    Box box = detection.box();
    return new DetectedObject(
        detection.label(),
        (float) detection.score(),
        new io.cleansight.event.Box(box.x(), box.y(), box.width(), box.height()),
        List.of());
  }

  private static NewTopic made(Topic topic) {
    return new NewTopic(topic.name(), LAYOUT.partitionsOf(topic), (short) 1)
        .configs(LAYOUT.configOf(topic));
  }
}
