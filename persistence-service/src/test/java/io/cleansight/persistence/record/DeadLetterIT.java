package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.ServiceJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad records of any size hold up nobody: each leaves one dead letter, and its neighbours are
 * written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterIT {
  /** What Kafka puts around a batch of one record with a short key. */
  private static final int AROUND = 79;

  private static final int BOMB = 64 << 20;

  /** Those that persistence-service does not read; segments only of cameras that are recorded. */
  private static final Set<String> OTHERS =
      Set.of(
          Topics.FRAMES,
          Topics.SEGMENTS,
          Topics.DETECTIONS,
          Topics.CAMERA_RUNS,
          Topics.CAMERA_SOURCES,
          Topics.NOTIFICATION_REQUESTS,
          Topics.PROBES,
          Topics.ACCOUNTS,
          Topics.ACCOUNT_ACTIVITY);

  @TempDir static Path folder;

  private @Nullable TestStack stack;

  @BeforeAll
  void start() throws Exception {
    stack = new TestStack(folder, 17);
  }

  @AfterAll
  void stop() throws Exception {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void aMalformedRecordAsLargeAsItsTopicTakesLeavesOneLetterOnEachTopic() throws Exception {
    List<String> topics =
        Topics.sources().stream().map(Topic::name).filter(it -> !OTHERS.contains(it)).toList();
    try (ServiceJvm service = service("largest")) {
      for (String topic : topics) {
        assertThatThrownBy(() -> send(topic, new byte[Topic.MAX_RECORD_BYTES - AROUND + 1], "none"))
            .as("one byte more is refused by " + topic)
            .hasCauseInstanceOf(RecordTooLargeException.class);
        send(topic, new byte[Topic.MAX_RECORD_BYTES - AROUND], "none");
      }
      stack().traffic().send(160);
      stack().awaitAllWritten(service);
      for (String topic : topics) {
        await()
            .alias(topic)
            .atMost(TestStack.PATIENCE)
            .until(() -> sizes(topic).contains(Topic.MAX_RECORD_BYTES - AROUND));
        assertThat(sizes(topic)).containsOnlyOnce(Topic.MAX_RECORD_BYTES - AROUND);
      }
    }
    stack().assertEqualsRecount();
  }

  @Test
  void whatUnpacksToMoreThanItsTopicTakesIsRefusedByTheBroker() {
    assertThatThrownBy(() -> send(Topics.VIOLATIONS, new byte[BOMB], "gzip"))
        .hasCauseInstanceOf(RecordTooLargeException.class);
  }

  @Test
  void aRecordLargerThanAnyLetterLeavesOneThatSaysWhereItLies() throws Exception {
    try (ServiceJvm service = service("larger")) {
      stack().traffic().send(160);
      stack().awaitAllWritten(service);
      limit(Topics.VIOLATIONS, BOMB + 1024, "producer");
      try {
        send(Topics.VIOLATIONS, new byte[BOMB], "gzip");
      } finally {
        limit(Topics.VIOLATIONS, Topic.MAX_RECORD_BYTES, "uncompressed");
      }
      stack().traffic().send(160);
      stack().awaitAllWritten(service);
      var letter =
          letters(Topics.VIOLATIONS).stream()
              .filter(it -> it.value() == null)
              .findFirst()
              .orElseThrow();
      assertThat(letter.value()).isNull();
      assertThat(Letters.header(letter, "dlt_bytes")).isEqualTo(Integer.toString(BOMB));
      assertThat(Letters.header(letter, "dlt_sha256"))
          .isEqualTo("3b6a07d0d404fab4e23b6d34bc6696a6a312dd92821332385e5af7c01c421351");
    }
    stack().assertEqualsRecount();
  }

  @Test
  void killedBetweenALetterAndItsCommitItWritesNoSecond() throws Exception {
    send(Topics.SKIPPED_FRAMES, new byte[] {1, 2, 3}, "none");
    try (ServiceJvm killed =
        Keeper.start(stack().log("killed-after-letter"), HaltBeforeCommit.class, settings())) {
      assertThat(killed.awaitEnd(TestStack.PATIENCE)).isEqualTo(9);
    }
    try (ServiceJvm service = service("after-letter")) {
      stack().traffic().send(160);
      stack().awaitAllWritten(service);
      stack().awaitRead(Topics.SKIPPED_FRAMES);
    }
    assertThat(sizes(Topics.SKIPPED_FRAMES)).containsOnlyOnce(3);
  }

  private void limit(String topic, int bytes, String compression) throws Exception {
    try (var admin = stack().kafka().admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic),
                  List.of(
                      set("max.message.bytes", Integer.toString(bytes)),
                      set("compression.type", compression))))
          .all()
          .get();
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }

  private void send(String topic, byte[] value, String compression)
      throws ExecutionException, InterruptedException {
    try (var producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                stack().kafka().bootstrapServers(),
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * BOMB,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                2L * BOMB,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                compression),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, "large", value)).get();
    }
  }

  private List<ConsumerRecord<String, byte[]>> letters(String topic) {
    return Letters.of(stack().kafka().bootstrapServers(), topic);
  }

  /** Bytes of each letter that has any. */
  private List<Integer> sizes(String topic) {
    return letters(topic).stream()
        .filter(it -> it.value() != null)
        .map(it -> it.value().length)
        .toList();
  }

  private ServiceJvm service(String name) throws Exception {
    return Keeper.start(stack().log(name), settings());
  }

  private List<String> settings() {
    return List.of(
        "--spring.datasource.url=" + stack().database().url(),
        "--spring.kafka.bootstrap-servers=" + stack().kafka().bootstrapServers(),
        "--server.port=0");
  }

  private TestStack stack() {
    if (stack == null) {
      throw new IllegalStateException("not started");
    }
    return stack;
  }
}
