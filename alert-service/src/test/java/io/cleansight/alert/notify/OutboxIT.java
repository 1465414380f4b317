package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.alert.AlertApplication;
import io.cleansight.alert.notify.channel.Receiver;
import io.cleansight.alert.notify.channel.SmtpScript;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.EmbeddedRedis;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.ServiceJvm;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Notifications while those who should get them are away, and while the service dies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path folder;

  private final List<AutoCloseable> parts = new ArrayList<>();
  private @Nullable Ground ground;
  private @Nullable Receiver receiver;
  private int services;
  private String hook = "";

  private record Ground(String kafka, int redisPort, KafkaProducer<String, byte[]> producer) {}

  @BeforeAll
  void start() throws Exception {
    var kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
    parts.add(kafka);
    int redisPort = Ports.anyFree();
    parts.add(EmbeddedRedis.start(folder.resolve("redis"), redisPort));
    var producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
    parts.add(producer);
    ground = new Ground(kafka.bootstrapServers(), redisPort, producer);
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  @BeforeEach
  void listen() throws Exception {
    receiver = new Receiver();
    hook = "hook-" + services; // what others left waiting is none of this one's
  }

  @AfterEach
  void listenNoMore() {
    receiver().close();
  }

  @Test
  void aMailServerThatNeverAnswersHoldsUpNobodyElse() throws Exception {
    try (var mail = new SmtpScript();
        var service =
            service(
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + mail.port(),
                "--spring.mail.properties.mail.smtp.timeout=600000",
                "--alert.notify.longest-attempt=10m")) {
      var mails = new ArrayList<Alert>();
      for (int i = 0; i < 20; i++) {
        mails.add(send(Alerts.raised("email", "mei@example.com")));
      }
      await().atMost(PATIENCE).until(() -> mail.connections() == 8); // all its places
      List<Alert> hooks = sendMany(200);
      await().atMost(PATIENCE).until(() -> delivered().containsAll(ids(hooks)));
      // Read committed: the topology goes on committing, and no mail has come through or failed.
      assertThat(service.isRunning()).isTrue();
      assertThat(mail.connections()).isEqualTo(8);
      assertThat(notifications()).noneMatch(it -> ids(mails).contains(it.getAlertId().toString()));
    }
  }

  @Test
  void whatWaitsOutlivesTheServiceAndReachesAReceiverThatComesBack() throws Exception {
    receiver().answer(503, "");
    List<Alert> alerts;
    try (ServiceJvm service = serviceOfItsOwn()) {
      alerts = sendMany(50);
      // Long enough for several pauses.
      await()
          .atMost(PATIENCE)
          .until(() -> alerts.stream().anyMatch(it -> keys(it).size() >= 4) && waiting(alerts) > 0);
      service.kill();
    }
    assertThat(delivered()).doesNotContainAnyElementsOf(ids(alerts));
    receiver().answer(200, "{}");
    try (ServiceJvm _ = serviceOfItsOwn()) {
      await().atMost(PATIENCE).until(() -> delivered().containsAll(ids(alerts)));
      assertThat(alerts).allSatisfy(it -> assertThat(Set.copyOf(keys(it))).hasSize(1));
    }
  }

  @Test
  void aReceiverThatOnlyFailsIsLeftAlone() throws Exception {
    receiver().answer(500, "");
    try (var _ =
        service(
            "--alert.notify.breaker-pause=1h",
            "--alert.notify.parallel=2",
            "--alert.notify.endpoints[1].name=other",
            "--alert.notify.endpoints[1].kind=webhook",
            "--alert.notify.endpoints[1].url=" + receiver().other()); ) {
      sendMany(30);
      await().atMost(PATIENCE).until(() -> receiver().got().size() >= 5);
      var others = new ArrayList<Alert>();
      for (int i = 0; i < 100; i++) {
        others.add(send(Alerts.raised("other")));
      }
      await().atMost(PATIENCE).until(() -> delivered().containsAll(ids(others)));
      // Five failures open the breaker; two may have been on their way.
      assertThat(receiver().got().stream().filter(it -> !it.query().startsWith("other")))
          .hasSizeBetween(5, 6);
    }
  }

  @Test
  void whatIsNotDeliveredByItsDeadlineIsGivenUpAndSaidSo() throws Exception {
    receiver().answer(500, "");
    try (var _ = service("--alert.notify.deadline=3s")) {
      Alert alert = send(Alerts.raised(hook));
      Notification last =
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      notifications().stream()
                          .filter(it -> it.getAlertId().equals(alert.getAlertId()))
                          .toList(),
                  it -> it.size() == 2)
              .getLast();
      assertThat(last.getOutcome()).isEqualTo("given_up");
      assertThat(last.getError()).isEqualTo("127.0.0.1 answers 500");
      assertThat(last.getAttempts()).isPositive();
      assertThat(last.getRecipient()).isEqualTo(hook);
    }
  }

  private ConfigurableApplicationContext service(String... more) {
    return new SpringApplicationBuilder(AlertApplication.class)
        .web(WebApplicationType.NONE)
        .run(settings(more).toArray(String[]::new));
  }

  private ServiceJvm serviceOfItsOwn() throws Exception {
    Path logs = Files.createDirectories(Path.of("target", "outbox-logs"));
    return ServiceJvm.start(
        Path.of("."),
        "alert-service",
        "io.cleansight.alert.AlertApplication",
        logs.resolve("alert-" + services + ".log"),
        settings("--server.port=0"));
  }

  /** The later of two of one name holds. */
  private List<String> settings(String... more) {
    var settings = new LinkedHashMap<String, String>();
    Stream.concat(
            Stream.of(
                "--spring.kafka.bootstrap-servers=" + ground().kafka(),
                "--spring.kafka.streams.state-dir=" + folder.resolve("state-" + services++),
                "--alert.redis-url=redis://127.0.0.1:" + ground().redisPort(),
                "--alert.notify.allowed=127.0.0.0/8",
                "--alert.notify.per-minute=10000",
                "--alert.notify.pause=50ms",
                "--alert.notify.longest-pause=500ms",
                "--alert.notify.breaker-pause=200ms",
                "--alert.notify.endpoints[0].name=" + hook,
                "--alert.notify.endpoints[0].kind=webhook",
                "--alert.notify.endpoints[0].url=" + receiver().url()),
            Stream.of(more))
        .forEach(it -> settings.put(it.substring(0, it.indexOf('=')), it));
    return List.copyOf(settings.values());
  }

  private List<Alert> sendMany(int count) {
    var alerts = new ArrayList<Alert>();
    for (int i = 0; i < count; i++) {
      alerts.add(send(Alerts.raised(hook)));
    }
    return alerts;
  }

  private Alert send(Alert alert) {
    ground()
        .producer()
        .send(
            new ProducerRecord<>(
                Topics.ALERTS, alert.getCameraId(), EventCodec.encode(Topics.ALERTS, alert)));
    return alert;
  }

  /** With which keys the receiver heard of an alert. */
  private List<String> keys(Alert alert) {
    return receiver().got().stream()
        .filter(it -> it.body().contains(alert.getAlertId().toString()))
        .map(it -> String.valueOf(it.key()))
        .toList();
  }

  private long waiting(List<Alert> alerts) {
    Set<String> ids = ids(alerts);
    return notifications().stream()
        .filter(it -> ids.contains(it.getAlertId().toString()))
        .filter(it -> it.getOutcome().equals("retrying"))
        .count();
  }

  private static Set<String> ids(List<Alert> alerts) {
    return alerts.stream().map(it -> it.getAlertId().toString()).collect(Collectors.toSet());
  }

  private Set<String> delivered() {
    return notifications().stream()
        .filter(it -> it.getOutcome().equals("delivered"))
        .map(it -> it.getAlertId().toString())
        .collect(Collectors.toSet());
  }

  private List<Notification> notifications() {
    var all = new ArrayList<Notification>();
    for (var record :
        TestTopics.committed(ground().kafka(), Topics.NOTIFICATIONS, new EventDeserializer())) {
      if (record.value() instanceof Decoded.Event<?>(Notification notification)) {
        all.add(notification);
      }
    }
    return all;
  }

  private Receiver receiver() {
    if (receiver == null) {
      throw new IllegalStateException("not started");
    }
    return receiver;
  }

  private Ground ground() {
    if (ground == null) {
      throw new IllegalStateException("not started");
    }
    return ground;
  }
}
