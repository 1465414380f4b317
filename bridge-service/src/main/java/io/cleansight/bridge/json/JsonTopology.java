package io.cleansight.bridge.json;

import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.messaging.topic.NewTopics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    Map<String, List<JsonTopic>> bySource =
        chosen.stream()
            .collect(
                Collectors.groupingBy(it -> it.source().name(), TreeMap::new, Collectors.toList()));
    bySource.forEach(
        (source, topics) -> {
          String processor = source + "-json";
          topology
              .addSource(source, new StringDeserializer(), new EventDeserializer(), source)
              .addProcessor(processor, () -> new JsonProcessor(source, topics, meters), source);
          for (JsonTopic it : topics) {
            String sink = it.topic().name();
            topology.addSink(
                sink, sink, new StringSerializer(), new ByteArraySerializer(), processor);
          }
        });
  }

  /** As many partitions as the topics that they come from. */
  @Bean
  @Lazy
  KafkaAdmin.NewTopics jsonTopics(TopicLayout layout, JsonProperties settings) {
    return NewTopics.of(layout, settings.chosen().stream().map(JsonTopic::topic).toList());
  }
}
