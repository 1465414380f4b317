package io.cleansight.messaging.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.TestTopics;
import io.cleansight.messaging.Idle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.ProducerFactory;

/** A process is killed in the midst of a transaction; here its producer is merely abandoned. */
@ExtendWith(OutputCaptureExtension.class)
class ExpiredTransactionsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Kafka's default. */
  private static final String EVERY_TEN_SECONDS = "10000";

  private static final String NEVER = "3600000";
  private static final String SCAN = "transaction.abort.timed.out.transaction.cleanup.interval.ms";

  @TempDir Path folder;

  @Test
  void readersGetPastItInUnderTenSecondsOverABrokerAsItComes() throws Exception {
    try (var kafka = kafka(Map.of(SCAN, EVERY_TEN_SECONDS));
        var _ = transactional(kafka.bootstrapServers(), "survivor")) {
      Producer<String, String> killed = abandoned(kafka.bootstrapServers());
      long since = System.nanoTime();
      await().atMost(Duration.ofSeconds(10)).until(() -> committed(kafka.bootstrapServers()) == 1);
      System.out.printf(
          "readers got past a killed transaction after %.1f s%n",
          (System.nanoTime() - since) / 1e9);
      killed.close(Duration.ZERO);
    }
  }

  @Test
  void theBrokersOwnLookIsNotNeededAndTransactionsOfOthersAreLeftAlone() throws Exception {
    try (var kafka = kafka(Map.of(SCAN, NEVER));
        var one = transactional(kafka.bootstrapServers(), "one");
        var other = transactional(kafka.bootstrapServers(), "other");
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Map<String, Object> foreign = new HashMap<>();
      foreign.put("bootstrap.servers", kafka.bootstrapServers());
      foreign.put("transactional.id", "inference-of-somebody-else");
      foreign.put("transaction.timeout.ms", 1000);
      try (var stranger =
          new KafkaProducer<>(foreign, new StringSerializer(), new StringSerializer())) {
        stranger.initTransactions();
        stranger.beginTransaction();
        stranger.send(new ProducerRecord<>(Topics.VIOLATIONS, 0, "line-1", "theirs")).get();

        Producer<String, String> killed = abandoned(kafka.bootstrapServers());
        await().atMost(PATIENCE).until(() -> committed(kafka.bootstrapServers()) == 1);
        killed.close(Duration.ZERO);
        assertThat(state(admin, "inference-of-somebody-else")).isEqualTo(TransactionState.ONGOING);
        stranger.commitTransaction();
      }
      assertThat(one.isActive()).isTrue();
      assertThat(other.isActive()).isTrue();
    }
  }

  @Test
  void oneThatAsksForLongerThanWeDoIsLeftToTheBroker(CapturedOutput output) throws Exception {
    try (var kafka = kafka(Map.of(SCAN, NEVER));
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        var _ = transactional(kafka.bootstrapServers(), "ours");
        var _ = abandoned(kafka.bootstrapServers(), "inference-detect-slow-0", 60_000);
        var quick = abandoned(kafka.bootstrapServers(), "inference-judge-quick-0", 5_000)) {
      await()
          .atMost(PATIENCE)
          .until(() -> output.getOut().contains("inference-judge-quick-0 left open is aborted"));
      assertThat(state(admin, "inference-judge-quick-0")).isNotEqualTo(TransactionState.ONGOING);
      assertThat(state(admin, "inference-detect-slow-0")).isEqualTo(TransactionState.ONGOING);
      quick.close(Duration.ZERO);
    }
  }

  @Test
  void withoutTheRightsItIsSaidOnceWhichSettingOfTheBrokerHelps(CapturedOutput output)
      throws Exception {
    try (var kafka =
            kafka(
                Map.of(
                    SCAN,
                    NEVER,
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                    "allow.everyone.if.no.acl.found",
                    "true"));
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        var _ = transactional(kafka.bootstrapServers(), "without-rights");
        var killed = abandoned(kafka.bootstrapServers())) {
      var ours =
          new ResourcePattern(
              ResourceType.TRANSACTIONAL_ID, ConsumerGroups.DETECT + "-", PatternType.PREFIXED);
      admin
          .createAcls(
              List.of(
                  new AclBinding(
                      ours,
                      new AccessControlEntry(
                          "User:ANONYMOUS", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW))))
          .all()
          .get();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(warnings(output)).hasSize(1));
      // An id of ours that comes after it, for which there are rights.
      try (var allowed = abandoned(kafka.bootstrapServers(), "inference-judge-allowed-0", 5_000)) {
        await()
            .atMost(PATIENCE)
            .until(() -> state(admin, "inference-judge-allowed-0") != TransactionState.ONGOING);
        allowed.close(Duration.ZERO);
      }
      assertThat(state(admin, "inference-detect-killed-0")).isEqualTo(TransactionState.ONGOING);
      assertThat(committed(kafka.bootstrapServers())).isZero();
      assertThat(warnings(output)).hasSize(1);
      killed.close(Duration.ZERO);
    }
  }

  private static TransactionState state(Admin admin, String id) throws Exception {
    return admin.describeTransactions(List.of(id)).description(id).get().state();
  }

  private static List<String> warnings(CapturedOutput output) {
    return output.getOut().lines().filter(it -> it.contains("WARN") && it.contains(SCAN)).toList();
  }

  private EmbeddedKafka kafka(Map<String, String> settings) throws Exception {
    return EmbeddedKafka.start(folder, Ports.anyFree(), Ports.anyFree(), settings);
  }

  private static ConfigurableApplicationContext transactional(String kafka, String instance) {
    return Idle.start(
        kafka,
        "--topics.partitions=1",
        "--spring.kafka.producer.transaction-id-prefix=inference-detect-" + instance + "-");
  }

  /**
   * One record in a transaction that nobody ends, and one after it that is nobody's transaction.
   */
  private static Producer<String, String> abandoned(String kafka) throws Exception {
    Producer<String, String> killed = abandoned(kafka, "inference-detect-killed-0", timeout(kafka));
    try (var plain =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", (Object) kafka),
            new StringSerializer(),
            new StringSerializer())) {
      plain.send(new ProducerRecord<>(Topics.DETECTIONS, 0, "line-1", "after it")).get();
    }
    return killed;
  }

  private static Producer<String, String> abandoned(String kafka, String id, int timeoutMillis)
      throws Exception {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", kafka);
    settings.put("transactional.id", id);
    settings.put("transaction.timeout.ms", timeoutMillis);
    var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(Topics.DETECTIONS, 0, "line-1", "in it")).get();
    return producer;
  }

  /** What a producer of our services asks for. */
  private static int timeout(String kafka) {
    try (var service = Idle.start(kafka, "--topics.partitions=1")) {
      Map<?, ?> settings = service.getBean(ProducerFactory.class).getConfigurationProperties();
      Object asked = settings.get("transaction.timeout.ms");
      return asked == null ? 60_000 : Integer.parseInt(asked.toString());
    }
  }

  /** How many records a reader of committed ones finds. */
  private static int committed(String kafka) {
    return TestTopics.committed(kafka, Topics.DETECTIONS, new StringDeserializer()).size();
  }
}
