package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.alert.notify.channel.RefusedException;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.NotificationOutcome;
import io.cleansight.event.Alert;
import io.cleansight.event.Notification;
import io.cleansight.event.NotificationRequest;
import io.cleansight.messaging.clock.StreamClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.state.StateSerde;
import io.cleansight.messaging.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From alerts to notifications, without a broker. */
class NotifyTopologyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TRACE = "0123456789abcdef0123456789abcdef";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ScriptedChannel hook = new ScriptedChannel("hook");
  private final ScriptedChannel mail = new ScriptedChannel("mail");
  private final Channels channels = new Channels(List.of(hook, mail));
  private final Sender sender =
      new Sender(channels, new Notebook(), SenderTest.properties(PATIENCE));
  private final List<Notification> notifications = new ArrayList<>();
  private final InMemorySpanExporter told = InMemorySpanExporter.create();
  private final Tracing tracing = Tracing.on(1, Resource.empty(), SimpleSpanProcessor.create(told));
  private final List<String> traceparents = new ArrayList<>();
  private TopologyTestDriver driver = driver();
  private long nanos;

  @BeforeEach
  void start() {
    driver.close();
    driver = driver();
  }

  @AfterEach
  void stop() throws InterruptedException {
    mail.goOn();
    sender.close();
    driver.close();
    tracing.close();
  }

  private TopologyTestDriver driver() {
    var topology = new Topology();
    var records = new EventRecords("test", tracing);
    var policy =
        new Outbox.Policy(
            100,
            Duration.ofMinutes(10),
            new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10)));
    NotifyTopology.extend(
        topology,
        () -> new RequestProcessor(channels, records, meters),
        () ->
            new OutboxProcessor(
                policy, sender, records, new StreamClock(() -> nanos, Duration.ZERO), meters));
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "notify-test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    // A clock that is two hours ahead.
    return new TopologyTestDriver(topology, settings, NOON.plusSeconds(7200));
  }

  @Test
  void anAlertReachesEachRecipientOfEachChannel() {
    Alert alert =
        Alert.newBuilder(Alerts.raised("hook", "a", "b"))
            .setChannels(List.of("hook", "mail"))
            .build();
    send(alert);
    awaitNotifications(4);
    assertThat(notifications)
        .extracting(it -> it.getChannel() + " " + it.getRecipient() + " " + it.getOutcome())
        .containsExactlyInAnyOrder(
            "hook a delivered", "hook b delivered", "mail a delivered", "mail b delivered");
    assertThat(notifications).allMatch(it -> it.getAttempts() == 1);
    assertThat(notifications)
        .allMatch(it -> Duration.between(NOON, it.getAt()).compareTo(PATIENCE) < 0);
    assertThat(hook.sent()).allMatch(it -> it.at().equals(NOON));
    for (String channel : List.of("hook", "mail")) {
      assertThat(Metric.NOTIFICATIONS.counter(meters, channel, "delivered").count()).isEqualTo(2);
      assertThat(Metric.NOTIFICATION_LATENCY.timer(meters, channel).count()).isEqualTo(2);
    }
  }

  @Test
  void theTraceOfAnAlertGoesOnToEachAttemptAndToWhatIsSaidOfIt() {
    hook.fail(new IOException("answers 500 at https://example.com/?token=secret"));
    send(Alerts.raised("hook"), "00-" + TRACE + "-0123456789abcdef-01");
    awaitNotifications(1);
    hook.fail(null);
    pass(Duration.ofSeconds(20));
    awaitNotifications(2);
    assertThat(told.getFinishedSpanItems())
        .filteredOn(it -> it.getName().equals("send notification"))
        .extracting(it -> it.getTraceId() + " " + it.getStatus().getStatusCode())
        .containsExactly(TRACE + " ERROR", TRACE + " UNSET");
    SpanData taken =
        told.getFinishedSpanItems().stream()
            .filter(it -> it.getName().equals("process " + Topics.NOTIFICATION_REQUESTS))
            .findFirst()
            .orElseThrow();
    assertThat(traceparents)
        .hasSize(2)
        .containsOnly("00-" + TRACE + "-" + taken.getSpanId() + "-01");
    assertThat(told.getFinishedSpanItems().toString()).doesNotContain("secret");
  }

  @Test
  void whatCannotReachAnybodyIsGivenUpAtOnce() {
    send(Alerts.raised("nowhere"));
    awaitNotifications(1);
    assertThat(notifications.getFirst().getError()).isEqualTo("no channel is called nowhere");
    assertThat(notifications.getFirst().getRecipient()).isNull();
    assertThat(notifications.getFirst().getOutcome())
        .isEqualTo(NotificationOutcome.GIVEN_UP.word());
  }

  @Test
  void inASilenceNobodyIsNotifiedAndOfAnUpdateNobodyEither() {
    send(Alert.newBuilder(Alerts.raised("hook")).setSilenceId(UUID.randomUUID()).build());
    send(Alerts.of(Alerts.raised("hook"), AlertState.UPDATED.word()));
    Alert told = Alerts.of(Alerts.raised("hook"), AlertState.UNSILENCED.word());
    send(told);
    awaitNotifications(1);
    assertThat(notifications.getFirst().getAlertId()).isEqualTo(told.getAlertId());
    assertThat(hook.sent()).hasSize(1);
  }

  @Test
  void aChannelThatHangsHoldsUpNeitherTheOtherNorTheThread() {
    mail.hang();
    for (int i = 0; i < 3; i++) {
      send(Alerts.raised("mail"));
    }
    for (int i = 0; i < 20; i++) {
      send(Alerts.raised("hook"));
    }
    awaitNotifications(20);
    assertThat(notifications).allMatch(it -> it.getChannel().equals("hook"));
    assertThat(mail.sent()).isEmpty();
  }

  @Test
  void whatFailsIsTriedAgainOnceTimeHasPassed() {
    hook.fail(new IOException("answers 500"));
    Alert alert = Alerts.raised("hook");
    send(alert);
    awaitNotifications(1);
    assertThat(notifications.getFirst().getOutcome())
        .isEqualTo(NotificationOutcome.RETRYING.word());
    assertThat(notifications.getFirst().getError()).isEqualTo("answers 500");
    hook.fail(null);
    for (int second = 0; second < 4; second++) {
      pass(Duration.ofSeconds(1));
    }
    assertThat(hook.sent()).isEmpty();
    awaitNotifications(2);
    assertThat(notifications.getLast().getOutcome())
        .isEqualTo(NotificationOutcome.DELIVERED.word());
    assertThat(notifications.getLast().getAttempts()).isEqualTo(2);
    assertThat(notifications.getLast().getAt()).isAfterOrEqualTo(NOON.plusSeconds(5));
  }

  @Test
  void whatIsNotDeliveredByItsDeadlineIsAnEvent() {
    hook.fail(new RefusedException("answers 400"));
    send(Alerts.raised("hook"));
    awaitNotifications(1);
    for (int second = 0; second < 600; second++) {
      pass(Duration.ofSeconds(1));
    }
    awaitNotifications(2);
    assertThat(notifications.getLast().getOutcome()).isEqualTo(NotificationOutcome.GIVEN_UP.word());
    assertThat(notifications.getLast().getError()).isEqualTo("answers 400");
    assertThat(notifications.getLast().getAttempts()).isGreaterThan(1);
  }

  /** After an aborted transaction, when the stores are as they were before it. */
  @Test
  void aTaskThatBeginsAgainKnowsWhatIsInItsStoresAndNothingElse() {
    var context = new MockProcessorContext<String, Object>();
    KeyValueStore<String, byte[]> requests =
        store(context, NotifyTopology.OUTBOX, Serdes.ByteArray());
    store(context, NotifyTopology.ATTEMPTS, StateSerde.of(Attempts.class, Attempts::since));
    store(context, NotifyTopology.LIMITS, StateSerde.of(Limit.class));
    context.setRecordMetadata(Topics.NOTIFICATION_REQUESTS, 0, 0);
    var policy =
        new Outbox.Policy(
            100, Duration.ofHours(1), new Backoff(Duration.ofHours(1), Duration.ofHours(1)));
    var processor =
        new OutboxProcessor(
            policy,
            sender,
            new EventRecords("test"),
            new StreamClock(() -> nanos, Duration.ZERO),
            meters);
    processor.init(context);
    hook.fail(new IOException("answers 500"));
    var request = new NotificationRequest("hook/hook", "hook", "hook", Alerts.raised("hook"));
    var record =
        new Record<String, Decoded<SpecificRecord>>(
            "hook/hook", new Decoded.Event<>(request), NOON.toEpochMilli());
    processor.process(record);
    try (var all = requests.all()) {
      all.forEachRemaining(it -> requests.delete(it.key)); // aborted
    }
    processor.init(context);
    processor.process(record); // read again
    try (var all = requests.all()) {
      assertThat(all.hasNext()).isTrue();
    }
  }

  private static <T> KeyValueStore<String, T> store(
      MockProcessorContext<String, Object> context, String name, Serde<T> serde) {
    var store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), serde)
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
    return store;
  }

  private void send(Alert alert) {
    send(alert, "");
  }

  private void send(Alert alert, String traceparent) {
    var headers = new RecordHeaders();
    headers.add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
    driver
        .createInputTopic(Topics.ALERTS, new StringSerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                alert.getCameraId(), EventCodec.encode(Topics.ALERTS, alert), headers, NOON));
    collect();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    driver.advanceWallClockTime(time);
    collect();
  }

  /** Lets time pass until there are so many. */
  private void awaitNotifications(int count) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              pass(NotifyTopology.TICK);
              return notifications.size() >= count;
            });
    assertThat(notifications).hasSize(count);
  }

  private void collect() {
    TestOutputTopic<String, Decoded<SpecificRecord>> output =
        driver.createOutputTopic(
            Topics.NOTIFICATIONS, new StringDeserializer(), new EventDeserializer());
    for (var record : output.readRecordsToList()) {
      if (record.value() instanceof Decoded.Event<SpecificRecord>(Notification notification)) {
        notifications.add(notification);
        byte[] traceparent = record.headers().lastHeader("traceparent").value();
        traceparents.add(new String(traceparent, StandardCharsets.US_ASCII));
      }
    }
  }
}
