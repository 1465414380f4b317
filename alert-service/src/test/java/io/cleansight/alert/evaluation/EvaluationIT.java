package io.cleansight.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.alert.AlertApplication;
import io.cleansight.alert.AlertCommands;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.SilenceKind;
import io.cleansight.contracts.vocabulary.SourceKind;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.EmbeddedRedis;
import io.cleansight.embedded.Ports;
import io.cleansight.event.Activity;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Camera;
import io.cleansight.event.Review;
import io.cleansight.event.Silence;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.read.TopicReplay;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;
import picocli.CommandLine;

/** The life of alerts, over a real Kafka: by cameras that say how they are, or say nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EvaluationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir static Path folder;

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final EventRecords records = new EventRecords("test");
  private @Nullable Ground ground;

  private record Ground(String kafka, ConfigurableApplicationContext service) {}

  @BeforeAll
  void start() throws Exception {
    var kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
    parts.add(kafka);
    int redisPort = Ports.anyFree();
    parts.add(EmbeddedRedis.start(folder.resolve("redis"), redisPort));
    ConfigurableApplicationContext service =
        new SpringApplicationBuilder(AlertApplication.class)
            .web(WebApplicationType.NONE)
            .run(
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--spring.kafka.streams.state-dir=" + folder.resolve("state"),
                "--alert.redis-url=redis://127.0.0.1:" + redisPort);
    parts.add(service);
    ground = new Ground(kafka.bootstrapServers(), service);
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  @Test
  @Order(1)
  void twentyCamerasOfflineAtOnceAreOneAlertWithTwentyMembers() {
    // Long enough for all of them on a machine that has much to do.
    UUID rule = rule(it -> it.setGroupSeconds(10).setLabels(List.of("cold")));
    for (int camera = 0; camera < 20; camera++) {
      send(Topics.CAMERAS, camera("cold-" + camera, "cold"));
    }
    say("warm-1", "offline");
    for (int camera = 0; camera < 20; camera++) {
      say("cold-" + camera, "offline");
    }
    Alert raised = awaitStates(rule, AlertState.RAISED.word()).getFirst();
    assertThat(raised.getMembers()).hasSize(20).doesNotContain("warm-1");
    assertThat(raised.getMessage()).startsWith("20 cameras (cold-0, ");
    for (int camera = 0; camera < 20; camera++) {
      say("cold-" + camera, "online");
    }
    await().atMost(PATIENCE).until(() -> AlertState.RESOLVED.is(alerts(rule).getLast().getState()));
    assertThat(alerts(rule).stream().map(Alert::getAlertId).distinct()).hasSize(1);
  }

  @Test
  @Order(2)
  void aChangedRuleHoldsForTheNextEvent() {
    UUID rule = rule(it -> it.setCameraIds(List.of("line-1")).setEnabled(false));
    say("line-1", "offline");
    send(Topics.ALERT_RULES, offline(rule).setCameraIds(List.of("line-1")).build());
    // The rule's way is another topic's: it holds once it has come.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              say("line-1", "offline");
              return !alerts(rule).isEmpty();
            });
    assertThat(states(rule)).containsExactly(AlertState.RAISED.word());
  }

  @Test
  @Order(3)
  void whatNobodyAcknowledgesIsEscalatedAndWhatSomebodyHasSeenIsNot() {
    // Long enough to acknowledge in time on a machine that has much to do.
    UUID rule =
        rule(it -> it.setCameraIds(List.of("line-2", "line-3")).setEscalateAfterSeconds(10));
    say("line-2", "offline");
    say("line-3", "offline");
    List<Alert> raised = awaitStates(rule, AlertState.RAISED.word(), AlertState.RAISED.word());
    Alert seen =
        raised.stream().filter(it -> it.getCameraId().equals("line-3")).findFirst().orElseThrow();
    send(Topics.REVIEWS, review(seen, AlertState.ACKNOWLEDGED.word()));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                states(rule).contains(AlertState.ESCALATED.word())
                    && states(rule).contains(AlertState.ACKNOWLEDGED.word()));
    assertThat(alerts(rule).stream().filter(it -> AlertState.ESCALATED.is(it.getState())))
        .singleElement()
        .satisfies(it -> assertThat(it.getCameraId()).isEqualTo("line-2"));
    send(Topics.REVIEWS, review(seen, AlertState.RESOLVED.word()));
    await().atMost(PATIENCE).until(() -> states(rule).contains(AlertState.RESOLVED.word()));
    assertThat(alerts(rule).getLast().getHandledBy()).isEqualTo("ann");
  }

  @Test
  @Order(4)
  void inASilenceNobodyIsToldAndUnderMaintenanceThereIsNothingToTell() {
    UUID rule = rule(it -> it.setCameraIds(List.of("line-4", "line-5", "line-6")));
    var silence = silence(SilenceKind.SILENCE.word(), "line-4");
    send(Topics.SILENCES, silence);
    send(Topics.SILENCES, silence(SilenceKind.MAINTENANCE.word(), "line-5"));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              say("line-4", "offline");
              say("line-5", "offline");
              say("line-4", "online");
              say("line-5", "online");
              return alerts(rule).stream().anyMatch(it -> it.getSilenceId() != null);
            });
    int before = alerts(rule).size();
    say("line-5", "offline");
    say("line-6", "offline");
    await()
        .atMost(PATIENCE)
        .until(() -> alerts(rule).stream().anyMatch(it -> it.getCameraId().equals("line-6")));
    assertThat(alerts(rule).stream().skip(before))
        .noneMatch(it -> it.getCameraId().equals("line-5"));
    assertThat(alerts(rule).stream().filter(it -> it.getSilenceId() != null))
        .allMatch(it -> it.getSilenceId().equals(silence.getSilenceId()));
  }

  @Test
  @Order(5)
  void aCameraThatSaysNothingAnyMoreIsOfflineUntilItIsTakenAway() {
    UUID rule = rule(it -> it.setCameraIds(List.of("line-7")));
    say("line-7", "online");
    awaitStates(rule, AlertState.RAISED.word());
    send(Topics.CAMERAS, Camera.newBuilder(camera("line-7", "x")).setEnabled(false).build());
    awaitStates(rule, AlertState.RAISED.word(), AlertState.RESOLVED.word());
  }

  @Test
  @Order(6)
  void aDryRunSaysWhatARuleWouldHaveDone() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("rule.json"),
            """
            {"name": "try", "rule_type": "camera_offline", "conditions": {}, "camera_ids": ["line-1", "line-2"]}""");
    String printed = dryRun(0, "--rule", file.toString());
    assertThat(printed).contains("2 alerts").contains("line-1: not online");
    Path bad = Files.writeString(folder.resolve("bad.json"), "{\"name\": \"x\", \"rule_type\": 3}");
    assertThat(dryRun(2, "--rule", bad.toString())).contains("conditions");
  }

  /**
   * The last frame of a video is judged before its violations are known here, and no other follows.
   */
  @Test
  @Order(7)
  void anAlertEndsThoughTheLastFrameCameBeforeIt() {
    AlertRule rule = DefaultRules.all().getFirst();
    send(Topics.ALERT_RULES, rule);
    Instant begin = Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(7200);
    send(Topics.ACTIVITY, frame("video", begin.plusSeconds(3600)));
    await().atMost(PATIENCE).until(() -> unread(Topics.ACTIVITY) == 0);
    for (int second = 0; second < 5; second++) {
      send(Topics.VIOLATIONS, Events.violation("video", begin.plusSeconds(second)));
    }
    awaitStates(rule.getRuleId(), AlertState.RAISED.word(), AlertState.RESOLVED.word());
  }

  private String dryRun(int code, String... args) {
    var text = new StringWriter();
    var command =
        new CommandLine(
                new AlertCommands(Map.of("spring.kafka.bootstrap-servers", ground().kafka())))
            .setOut(new PrintWriter(text))
            .setErr(new PrintWriter(text));
    var all = new ArrayList<>(List.of("dry-run"));
    all.addAll(List.of(args));
    assertThat(command.execute(all.toArray(String[]::new))).isEqualTo(code);
    return text.toString();
  }

  /** Sets a rule for cameras that are offline and returns once it is in force. */
  private UUID rule(Consumer<AlertRule.Builder> change) {
    var id = UUID.randomUUID();
    AlertRule.Builder rule = offline(id);
    change.accept(rule);
    send(Topics.ALERT_RULES, rule.build());
    return id;
  }

  private static AlertRule.Builder offline(UUID id) {
    return Events.rule("camera_offline", "{}").setRuleId(id);
  }

  private static Camera camera(String id, String label) {
    return Camera.newBuilder()
        .setCameraId(id)
        .setName(id)
        .setEnabled(true)
        .setZones(List.of())
        .setLabels(List.of(label))
        .build();
  }

  private static Silence silence(String kind, String camera) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return Events.silence(kind, camera, now.minusSeconds(60), now.plusSeconds(600));
  }

  private static Review review(Alert alert, String status) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return Events.review(alert.getAlertId(), alert.getCameraId(), status, now);
  }

  private static Activity frame(String camera, Instant at) {
    return Activity.newBuilder(Events.frame(camera, at, at, List.of()))
        .setSourceKind(SourceKind.RECORDED.word())
        .build();
  }

  /** What of a topic the evaluation has yet to read. */
  private long unread(String topic) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ground().kafka(),
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerGroups.ALERT_EVALUATION);
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new EventDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .collect(Collectors.toSet());
      Map<TopicPartition, OffsetAndMetadata> read = consumer.committed(partitions);
      return consumer.endOffsets(partitions).entrySet().stream()
          .mapToLong(
              it -> {
                OffsetAndMetadata at = read.get(it.getKey());
                return it.getValue() - (at == null ? 0 : at.offset());
              })
          .sum();
    }
  }

  private void say(String camera, String state) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    send(Topics.CAMERA_HEALTH, Events.health(camera, state, now));
  }

  private void send(String topic, SpecificRecord event) {
    ProducerRecord<String, Object> record =
        records.of(topic, UUID.randomUUID(), Instant.now(), event, null);
    template().send(record).join();
  }

  private List<Alert> awaitStates(UUID rule, String... states) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(states(rule)).containsExactly(states));
    return alerts(rule);
  }

  private List<String> states(UUID rule) {
    return alerts(rule).stream().map(Alert::getState).toList();
  }

  private List<Alert> alerts(UUID rule) {
    var alerts = new ArrayList<Alert>();
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ground().kafka(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new EventDeserializer())) {
      boolean whole =
          new TopicReplay(consumer)
              .read(
                  List.of(Topics.ALERTS),
                  Instant.EPOCH,
                  Instant.now().plusSeconds(3600),
                  PATIENCE,
                  record -> {
                    if (record.value() instanceof Decoded.Event<SpecificRecord>(Alert alert)
                        && alert.getRuleId().equals(rule)) {
                      alerts.add(alert);
                    }
                  });
      assertThat(whole).isTrue();
    }
    return alerts;
  }

  @SuppressWarnings("unchecked") // Spring keeps one template, of this very kind
  private KafkaTemplate<String, Object> template() {
    return ground().service().getBean(KafkaTemplate.class);
  }

  private Ground ground() {
    if (ground == null) {
      throw new IllegalStateException("not started");
    }
    return ground;
  }
}
