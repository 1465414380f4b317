package io.cleansight.messaging.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.EmbeddedKafkaCluster;
import io.cleansight.messaging.Idle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;

/** A service over three brokers: what it makes is safe, and goes on when one of them is killed. */
class ClusterIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final TopicLayout LAYOUT = new TopicLayout(4, 3, 2);
  private static final String CHANGELOG = ConsumerGroups.changelogOf(ConsumerGroups.JUDGE, "seen");

  @TempDir Path folder;

  /** Counts detections by camera. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableKafkaStreams
  static class Counting {
    @Autowired
    void build(StreamsBuilder builder) {
      builder.stream(Topics.DETECTIONS, Consumed.with(Serdes.String(), Serdes.String()))
          .groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
          .count(
              Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("seen"))
                  .withKeySerde(Serdes.String())
                  .withCachingDisabled());
    }
  }

  @Test
  void whatAServiceMakesIsSafeAndGoesOnWithoutOneBroker() throws Exception {
    try (var kafka = EmbeddedKafkaCluster.start(folder, Map.of());
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      await().atMost(PATIENCE).until(() -> admin.describeCluster().nodes().get().size() == 3);
      // One is there before, with settings of somebody's own.
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.FRAMES, 4, (short) 3)
                      .configs(Map.of("retention.ms", "1", "min.insync.replicas", "1"))))
          .all()
          .get();
      try (var _ = counting(kafka)) {
        assertEveryTopicIsAsTheContractSays(admin);
        assertTheChangelogIsSafeAndShort(admin);
        assertItsThreadsAreStaticMembers(admin);
        assertItGoesOnWithoutOneBroker(kafka, admin);
      }
    }
  }

  private ConfigurableApplicationContext counting(EmbeddedKafkaCluster kafka) {
    return Idle.start(
        Counting.class,
        kafka.bootstrapServers(),
        "--topics.partitions=2",
        "--INSTANCE_ID=pod-7",
        "--spring.kafka.streams.application-id=" + ConsumerGroups.JUDGE,
        "--spring.kafka.streams.state-dir=" + folder.resolve("state"));
  }

  private static void assertEveryTopicIsAsTheContractSays(Admin admin) throws Exception {
    List<String> names = Topics.all().stream().map(Topic::name).toList();
    Map<String, TopicDescription> made = admin.describeTopics(names).allTopicNames().get();
    for (Topic topic : Topics.all()) {
      TopicDescription description = made.get(topic.name());
      assertThat(description).as(topic.name()).isNotNull();
      assertThat(description.partitions())
          .as(topic.name())
          .hasSize(LAYOUT.partitionsOf(topic))
          .allSatisfy(it -> assertThat(it.replicas()).hasSize(3));
      // A broker hears of a change a moment later.
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(config(admin, topic.name()))
                      .as(topic.name())
                      .containsAllEntriesOf(LAYOUT.configOf(topic)));
    }
  }

  private static void assertTheChangelogIsSafeAndShort(Admin admin) throws Exception {
    await().atMost(PATIENCE).until(() -> admin.listTopics().names().get().contains(CHANGELOG));
    Collection<TopicDescription> made =
        admin.describeTopics(List.of(CHANGELOG)).allTopicNames().get().values();
    assertThat(made)
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.partitions())
                    .hasSize(4)
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3)));
    assertThat(config(admin, CHANGELOG))
        .containsAllEntriesOf(
            Map.of(
                "cleanup.policy", "compact",
                "message.timestamp.type", "LogAppendTime",
                "min.insync.replicas", "2",
                "segment.bytes", "4194304",
                "segment.ms", "600000",
                "min.cleanable.dirty.ratio", "0.1"));
  }

  private static void assertItsThreadsAreStaticMembers(Admin admin) throws Exception {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        admin
                            .describeConsumerGroups(List.of(ConsumerGroups.JUDGE))
                            .all()
                            .get()
                            .values()
                            .stream()
                            .flatMap(it -> it.members().stream()))
                    .extracting(MemberDescription::groupInstanceId)
                    .containsExactly(Optional.of("pod-7-1")));
  }

  private static void assertItGoesOnWithoutOneBroker(EmbeddedKafkaCluster kafka, Admin admin)
      throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      toEveryPartition(producer, "before");
      await().atMost(PATIENCE).until(() -> counted(admin) >= 4);
      kafka.killOne();
      toEveryPartition(producer, "after");
      await().atMost(PATIENCE).until(() -> counted(admin) >= 8);
    }
  }

  private static void toEveryPartition(KafkaProducer<String, String> producer, String value)
      throws Exception {
    for (int partition = 0; partition < 4; partition++) {
      producer
          .send(new ProducerRecord<>(Topics.DETECTIONS, partition, "camera-" + partition, value))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** How often the topology has counted; the ends of transactions are in the changelog, too. */
  private static long counted(Admin admin) throws Exception {
    var committed =
        admin
            .listConsumerGroupOffsets(ConsumerGroups.JUDGE)
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return committed.entrySet().stream()
        .filter(it -> it.getKey().topic().equals(Topics.DETECTIONS))
        .mapToLong(it -> it.getValue().offset())
        .sum();
  }

  private static Map<String, String> config(Admin admin, String topic) throws Exception {
    return admin
        .describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)))
        .all()
        .get()
        .values()
        .stream()
        .flatMap(it -> it.entries().stream())
        .collect(Collectors.toMap(ConfigEntry::name, it -> String.valueOf(it.value())));
  }
}
