package io.cleansight.bridge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.cleansight.bridge.BridgeApplication;
import io.cleansight.bridge.Told;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.event.Camera;
import io.cleansight.messaging.codec.EventRecords;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
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

/** What an MQTT broker is told of cameras, also when it was away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MqttIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CONFIG = "homeassistant/device/cleansight_line-1/config";

  @TempDir static Path folder;

  private final EventRecords records = new EventRecords("test");
  private final int port = Ports.anyFree();
  private Server broker = new Server();
  private EmbeddedKafka kafka;
  private ConfigurableApplicationContext service;
  private KafkaProducer<String, Object> producer;

  @BeforeAll
  void start() throws Exception {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
    broker.startServer(settings());
    service =
        new SpringApplicationBuilder(BridgeApplication.class)
            .web(WebApplicationType.NONE)
            .run(
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--bridge.topics=",
                "--cleansight.instance-id=one",
                "--bridge.mqtt.url=mqtt://127.0.0.1:" + port,
                "--bridge.mqtt.discovery=homeassistant");
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringSerializer(),
            new EventSerializer());
  }

  @AfterAll
  void stop() throws Exception {
    producer.close();
    service.close();
    broker.stopServer();
    kafka.close();
  }

  @Test
  @Order(1)
  void whoSubscribesLaterIsToldTheLastStateAndWhoTells() throws Exception {
    send(Topics.CAMERAS, camera());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              // What happened before it listened is not told.
              send(Topics.VIOLATIONS, Told.violation("line-1", 4));
              assertThat(retained())
                  .containsEntry("cleansight/bridge/one", "online")
                  .hasEntrySatisfying(
                      "cleansight/cameras/line-1/violation",
                      it -> assertThat(it).contains("\"specversion\":\"1.0\"", "\"trackId\":4"))
                  .hasEntrySatisfying(
                      CONFIG,
                      it ->
                          assertThat(it)
                              .contains("\"name\":\"Packing\"")
                              .contains("\"state_topic\":\"cleansight/cameras/line-1/violation\""));
            });
  }

  @Test
  @Order(2)
  void whatHappensWhileTheBrokerIsAwayIsToldAfterwardsInOrder() throws Exception {
    broker.stopServer();
    for (int track = 10; track < 20; track++) {
      send(Topics.VIOLATIONS, Told.violation("line-1", track));
    }
    broker = new Server();
    broker.startServer(settings());
    var told = new CopyOnWriteArrayList<String>();
    Mqtt3AsyncClient follower = subscribe(told);
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(told.stream().distinct().toList())
                      .containsSubsequence(
                          IntStream.range(10, 20)
                              .mapToObj(it -> "\"trackId\":" + it + ",")
                              .toList()));
    } finally {
      follower.disconnect().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @Order(3)
  void ofARemovedCameraNothingIsRetained() throws Exception {
    send(Topics.CAMERAS, camera());
    await().atMost(PATIENCE).until(() -> retained().containsKey(CONFIG));
    producer.send(new ProducerRecord<>(Topics.CAMERAS, "line-1", null)).get();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(retained()).containsOnlyKeys("cleansight/bridge/one"));
  }

  private Mqtt3AsyncClient subscribe(List<String> tracks) throws Exception {
    Mqtt3AsyncClient client = client();
    client.connect().get(10, TimeUnit.SECONDS);
    client
        .subscribeWith()
        .topicFilter("cleansight/cameras/line-1/violation")
        .callback(it -> tracks.add(track(it)))
        .send()
        .get(10, TimeUnit.SECONDS);
    return client;
  }

  private static String track(Mqtt3Publish message) {
    String text = text(message);
    int at = text.indexOf("\"trackId\":");
    return text.substring(at, text.indexOf(',', at) + 1);
  }

  /** What a new subscriber is told until it is told of a message of its own. */
  private Map<String, String> retained() throws Exception {
    var told = new ConcurrentHashMap<String, String>();
    Mqtt3AsyncClient client = client();
    client.connect().get(10, TimeUnit.SECONDS);
    try {
      client
          .subscribeWith()
          .topicFilter("#")
          .callback(it -> told.put(it.getTopic().toString(), text(it)))
          .send()
          .get(10, TimeUnit.SECONDS);
      client.publishWith().topic("end").send().get(10, TimeUnit.SECONDS);
      await().atMost(PATIENCE).until(() -> told.containsKey("end"));
      told.remove("end");
      return told;
    } finally {
      client.disconnect().get(10, TimeUnit.SECONDS);
    }
  }

  private Mqtt3AsyncClient client() {
    return Mqtt3Client.builder()
        .identifier(UUID.randomUUID().toString())
        .serverHost("127.0.0.1")
        .serverPort(port)
        .buildAsync();
  }

  private static String text(Mqtt3Publish message) {
    return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
  }

  private void send(String topic, SpecificRecord event) throws Exception {
    producer.send(records.of(topic, UUID.randomUUID(), Told.AT, event, null)).get();
  }

  private static Camera camera() {
    return Camera.newBuilder()
        .setCameraId("line-1")
        .setName("Packing")
        .setEnabled(true)
        .setZones(List.of())
        .build();
  }

  private IConfig settings() throws IOException {
    var settings = new MemoryConfig(new Properties());
    settings.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
    settings.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
    settings.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
    settings.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
    return settings;
  }
}
