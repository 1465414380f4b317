package io.cleansight.bridge.json;

import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Each chosen topic into its JSON topic: a record in is a record out, or counted as left out, in
 * the transaction that moves the position. It keeps no state.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${bridge.topics:}'.isBlank()")
@EnableKafkaStreams
class JsonTopology {

  @Autowired
  void build(StreamsBuilder builder, JsonProperties settings, MeterRegistry meters) {
    extend(builder.build(), settings.chosen(), meters);
  }

  static void extend(Topology topology, List<JsonTopic> chosen, MeterRegistry meters) {
    chosen.stream()
        .map(it -> it.source().name())
        .distinct()
        .forEach(
            it ->
                topology.addSource(it, new StringDeserializer(), new ByteArrayDeserializer(), it));
    for (JsonTopic it : chosen) {
      String sink = it.topic().name();
      topology
          .addProcessor(it.name(), () -> new JsonProcessor(it, meters), it.source().name())
          .addSink(sink, sink, new StringSerializer(), new ByteArraySerializer(), it.name());
    }
  }

  /** As many partitions as the topics that they come from. */
  @Bean
  @Lazy
  KafkaAdmin.NewTopics jsonTopics(TopicLayout layout, JsonProperties settings) {
    return new KafkaAdmin.NewTopics(
        settings.chosen().stream()
            .map(JsonTopic::topic)
            .map(it -> made(layout, it))
            .toArray(NewTopic[]::new));
  }

  private static NewTopic made(TopicLayout layout, Topic topic) {
    return TopicBuilder.name(topic.name())
        .partitions(layout.partitionsOf(topic))
        .replicas(layout.replicas())
        .configs(layout.configOf(topic))
        .build();
  }
}
