package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.alert.AlertApplication;
import io.cleansight.alert.notify.channel.Receiver;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.EmbeddedRedis;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.messaging.codec.EventRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import redis.clients.jedis.RedisClient;

/** Alerts reach a real HTTP server, whatever becomes of Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotifyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int PER_MINUTE = 40;

  @TempDir static Path folder;

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final EventRecords records = new EventRecords("test");
  private @Nullable Ground ground;

  private record Ground(
      Receiver receiver, String kafka, int redisPort, ConfigurableApplicationContext service) {}

  @BeforeAll
  void start() throws Exception {
    var receiver = new Receiver();
    parts.add(receiver);
    var kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
    parts.add(kafka);
    int redisPort = Ports.anyFree();
    var redis = EmbeddedRedis.start(folder.resolve("redis"), redisPort);
    parts.add(redis);
    ConfigurableApplicationContext service =
        new SpringApplicationBuilder(AlertApplication.class)
            .web(WebApplicationType.NONE)
            .run(
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--spring.kafka.streams.state-dir=" + folder.resolve("state"),
                "--alert.redis-url=redis://127.0.0.1:" + redisPort,
                "--alert.notify.allowed=127.0.0.0/8",
                "--alert.notify.per-minute=" + PER_MINUTE,
                "--alert.notify.pause=50ms",
                "--alert.notify.endpoints[0].name=hook",
                "--alert.notify.endpoints[0].kind=webhook",
                "--alert.notify.endpoints[0].url=" + receiver.url(),
                "--alert.notify.endpoints[0].secret=s3cret");
    parts.add(service);
    ground = new Ground(receiver, kafka.bootstrapServers(), redisPort, service);
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable part : parts.reversed()) {
      part.close();
    }
  }

  @Test
  @Order(1)
  void anAlertAndItsEndAreToldOnceEach() {
    Alert alert = Alerts.raised("hook");
    send(alert);
    send(alert);
    send(Alert.newBuilder(alert).setState("resolved").setResolvedAt(Instant.now()).build());
    awaitOutcome(alert, "resolved", "delivered");
    assertThat(bodies(alert)).hasSize(2);
    assertThat(bodies(alert).getFirst()).contains("\"state\":\"raised\"");
    assertThat(bodies(alert).getLast()).contains("\"state\":\"resolved\"");
  }

  @Test
  @Order(2)
  void whatFailsIsTriedAgainWithTheSameKey() {
    ground().receiver().failFirst(2);
    Alert alert = Alerts.raised("hook");
    send(alert);
    Notification delivered = awaitOutcome(alert, "raised", "delivered");
    assertThat(delivered.getAttempts()).isEqualTo(3);
    Notification retrying = awaitOutcome(alert, "raised", "retrying");
    assertThat(retrying.getAttempts()).isEqualTo(1);
    assertThat(retrying.getError()).isEqualTo("127.0.0.1 answers 503");
    assertThat(bodies(alert)).hasSize(3);
    assertThat(
            ground().receiver().got().stream()
                .filter(it -> it.body().contains(alert.getAlertId().toString()))
                .map(Receiver.Got::key)
                .distinct())
        .hasSize(1);
  }

  @Test
  @Order(3)
  void whatNobodyCanBeToldOfIsSaidSo() {
    Alert unknown = Alerts.raised("nowhere");
    send(unknown);
    Notification notification = awaitOutcome(unknown, "raised", "given_up");
    assertThat(notification.getError()).isEqualTo("no channel is called nowhere");
  }

  @Test
  @Order(4)
  void aRedisThatForgetsEverythingIsToldByKafka() {
    Alert alert = Alerts.raised("hook");
    send(alert);
    awaitOutcome(alert, "raised", "delivered");
    try (RedisClient redis =
        RedisClient.builder().hostAndPort("127.0.0.1", ground().redisPort()).build()) {
      redis.flushAll();
    }
    send(alert);
    Alert next = Alerts.raised("hook");
    send(next);
    awaitOutcome(next, "raised", "delivered");
    assertThat(bodies(alert)).hasSize(1);
  }

  /** Nothing is lost, and the receiver is not flooded. */
  @Test
  @Order(5)
  void whatIsOverTheLimitOfAMinuteComesAsOneSummary() {
    var alerts = new ArrayList<Alert>();
    for (int i = 0; i < 3 * PER_MINUTE; i++) {
      alerts.add(Alerts.raised("hook"));
    }
    int before = ground().receiver().got().size();
    alerts.forEach(this::send);
    for (Alert alert : alerts) {
      awaitOutcome(alert, "raised", "delivered");
      assertThat(bodies(alert)).hasSize(1);
    }
    // The minute may turn while they are sent, once; and it has room for others of before.
    List<Receiver.Got> got =
        ground().receiver().got().subList(before, ground().receiver().got().size());
    List<Receiver.Got> summaries =
        got.stream().filter(it -> it.body().contains("\"summary\":true")).toList();
    assertThat(summaries).hasSizeBetween(1, 2);
    assertThat(got.size() - summaries.size()).isBetween(1, 2 * PER_MINUTE);
    assertThat(
            notifications().stream()
                .filter(it -> it.getOutcome().equals("postponed"))
                .map(Notification::getError))
        .isNotEmpty()
        .containsOnly("over " + PER_MINUTE + " a minute");
  }

  @Test
  @Order(6)
  void withoutRedisPeopleAreToldAllTheSame() throws Exception {
    parts.remove(2).close();
    Alert alert = Alerts.raised("hook");
    send(alert);
    awaitOutcome(alert, "raised", "delivered");
    assertThat(bodies(alert)).hasSize(1);
  }

  private List<String> bodies(Alert alert) {
    return ground().receiver().got().stream()
        .map(Receiver.Got::body)
        .filter(body -> body.contains(alert.getAlertId().toString()))
        .toList();
  }

  private Notification awaitOutcome(Alert alert, String state, String outcome) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                notifications().stream()
                    .filter(
                        it ->
                            it.getAlertId().equals(alert.getAlertId())
                                && it.getState().equals(state)
                                && it.getOutcome().equals(outcome))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
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

  private void send(Alert alert) {
    template()
        .send(records.of(Topics.ALERTS, alert.getAlertId(), alert.getRaisedAt(), alert, null))
        .join();
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
