package io.cleansight.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.ConsumerGroups;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Configuration;

/** What Kafka's clients in each service make of its own {@code application.yaml}. */
class ClientSettingsTest {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  /** Takeover of what a killed instance had is to take less than ten seconds. */
  private static final int SESSION_MILLIS = 6_000;

  private static final int HEARTBEAT_MILLIS = 2_000;
  private static final int TRANSACTION_MILLIS = 5_000;

  @Configuration(proxyBeanMethods = false)
  static class Nothing {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capture-service",
        "inference-service",
        "persistence-service",
        "alert-service",
        "query-api",
        "bridge-service"
      })
  void listenersReadWhatIsCommittedAndAreSoonKnownToBeDead(String service) {
    var consumer = new ConsumerConfig(settings(service).buildConsumerProperties());
    assertReads(consumer);
    assertThat(consumer.getString("client.id")).isEqualTo(service + "-pod-0-");
    assertThat(consumer.getInt("max.partition.fetch.bytes")).isEqualTo(8 << 20);
    assertThat(consumer.getInt("fetch.max.bytes")).isEqualTo(32 << 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capture-service",
        "inference-service",
        "persistence-service",
        "alert-service",
        "query-api",
        "bridge-service"
      })
  void producersWaitForEveryReplicaThatIsInSyncAndLeaveNoTransactionOpenForLong(String service) {
    KafkaProperties settings = settings(service);
    var producer = new ProducerConfig(settings.buildProducerProperties());
    assertThat(producer.getString("acks")).isEqualTo("-1");
    assertThat(producer.getBoolean("enable.idempotence")).isTrue();
    assertThat(producer.getInt("transaction.timeout.ms")).isEqualTo(TRANSACTION_MILLIS);
    assertThat(producer.getInt("max.request.size")).isEqualTo(9 << 20);
    assertThat(settings.getProducer().getTransactionIdPrefix())
        .isEqualTo(service.equals("inference-service") ? ConsumerGroups.DETECT + "-pod-0-" : null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inference-service", "alert-service", "bridge-service"})
  void topologiesDoToo(String service) {
    KafkaProperties settings = settings(service);
    Map<String, Object> all = new HashMap<>(settings.buildStreamsProperties());
    all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, List.of("127.0.0.1:9092"));
    var properties = new Properties();
    properties.putAll(all);
    var streams = new StreamsConfig(properties);
    assertThat(streams.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
    assertThat(streams.getLong("commit.interval.ms")).isEqualTo(100);
    assertThat(streams.getInt("num.standby.replicas")).isZero();
    assertReads(consumer(streams.getMainConsumerConfigs("group", "client", 0)));
    Map<String, Object> writing = streams.getProducerConfigs("client");
    assertThat(Integer.parseInt(String.valueOf(writing.get("transaction.timeout.ms"))))
        .isEqualTo(TRANSACTION_MILLIS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inference-service", "alert-service"})
  void standbysAreASetting(String service) {
    assertThat(
            settings(service, "--STREAMS_STANDBY_REPLICAS=1")
                .buildStreamsProperties()
                .get("num.standby.replicas"))
        .isEqualTo("1");
  }

  private static void assertReads(ConsumerConfig consumer) {
    assertThat(consumer.getString("isolation.level"))
        .isEqualTo(IsolationLevel.READ_COMMITTED.toString());
    assertThat(consumer.getInt("session.timeout.ms")).isEqualTo(SESSION_MILLIS);
    assertThat(consumer.getInt("heartbeat.interval.ms")).isEqualTo(HEARTBEAT_MILLIS);
    assertThat(consumer.getString("auto.offset.reset")).isEqualTo("earliest");
    assertThat(consumer.getBoolean("enable.auto.commit")).isFalse();
  }

  private static ConsumerConfig consumer(Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
    all.putIfAbsent("key.deserializer", bytes);
    all.putIfAbsent("value.deserializer", bytes);
    return new ConsumerConfig(all);
  }

  private static KafkaProperties settings(String service, String... more) {
    Path file = HOME.resolve(service).resolve("src/main/resources/application.yaml");
    var arguments = new java.util.ArrayList<>(List.of(more));
    arguments.add("--spring.config.location=" + file.toUri());
    arguments.add("--INSTANCE_ID=pod-0");
    try (var context =
        new SpringApplicationBuilder(Nothing.class)
            .web(WebApplicationType.NONE)
            .run(arguments.toArray(String[]::new))) {
      return Binder.get(context.getEnvironment()).bind("spring.kafka", KafkaProperties.class).get();
    }
  }
}
