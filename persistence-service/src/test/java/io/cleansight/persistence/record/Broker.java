package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.TestTopics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Kafka with all topics made, and questions about where they end. */
final class Broker implements AutoCloseable {
  private static final TopicLayout LAYOUT = TopicLayout.on(1, TopicLayout.FEW_PARTITIONS);

  private final EmbeddedKafka kafka;

  Broker(Path data) throws Exception {
    kafka = EmbeddedKafka.start(data, Ports.anyFree(), Ports.anyFree());
    TestTopics.make(kafka.bootstrapServers(), Topics.all().stream().map(Broker::topic).toList());
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
  }

  void assertNoDeadLetters() throws Exception {
    List<String> letters =
        Topics.sources().stream().map(topic -> Topics.deadLetterOf(topic.name())).toList();
    assertThat(ends(letters).values()).containsOnly(0L);
  }

  Map<TopicPartition, Long> ends(List<String> topics) throws Exception {
    try (Admin admin = admin()) {
      var partitions = new HashMap<TopicPartition, OffsetSpec>();
      for (var topic : admin.describeTopics(topics).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(
                it ->
                    partitions.put(
                        new TopicPartition(topic.name(), it.partition()), OffsetSpec.latest()));
      }
      var ends = new HashMap<TopicPartition, Long>();
      admin
          .listOffsets(partitions)
          .all()
          .get()
          .forEach((partition, end) -> ends.put(partition, end.offset()));
      return ends;
    }
  }

  @Override
  public void close() {
    kafka.close();
  }

  private static NewTopic topic(Topic it) {
    return new NewTopic(it.name(), LAYOUT.partitionsOf(it), (short) 1).configs(LAYOUT.configOf(it));
  }
}
