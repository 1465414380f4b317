package io.cleansight.alert.evaluation;

import io.cleansight.alert.rule.CameraWatch;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.EventDeserializer;
import io.cleansight.messaging.EventRecords;
import io.cleansight.messaging.EventSerializer;
import io.cleansight.messaging.JsonSerde;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.state.Stores;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/**
 * Violations in, alerts out, exactly once. Activity tells who is there and how far a camera's event
 * time has come, health whether the camera sees. Rules are a global store, in force for the next
 * event.
 */
@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
class EvaluationTopology {
  /**
   * The number rises when an older state cannot be read; open alerts of that one are not resolved.
   */
  static final String WATCHES = "watches-2";

  static final String RULES = "rules";

  private static final String EVALUATE = "evaluate";

  @Autowired
  void build(StreamsBuilder builder, EventRecords records) {
    extend(builder.build(), records);
  }

  static void extend(Topology topology, EventRecords records) {
    var revision = new AtomicLong();
    topology
        .addGlobalStore(
            Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(RULES), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled(),
            "rule-source",
            new StringDeserializer(),
            new ByteArrayDeserializer(),
            Topics.ALERT_RULES,
            "keep-rules",
            () -> new RuleKeeper(revision))
        .addSource(
            "violations", new StringDeserializer(), new EventDeserializer(), Topics.VIOLATIONS)
        .addSource("activity", new StringDeserializer(), new EventDeserializer(), Topics.ACTIVITY)
        .addSource(
            "health", new StringDeserializer(), new EventDeserializer(), Topics.CAMERA_HEALTH)
        .addProcessor(
            EVALUATE,
            () -> new EvaluationProcessor(records, revision),
            "violations",
            "activity",
            "health")
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(WATCHES),
                    Serdes.String(),
                    new JsonSerde<>(CameraWatch.class))
                .withCachingDisabled(),
            EVALUATE)
        .addSink(
            Topics.ALERTS, Topics.ALERTS, new StringSerializer(), new EventSerializer(), EVALUATE);
  }

  /**
   * A thread that dies of trouble with a broker is replaced; its state comes back from the
   * changelog.
   */
  @Bean
  static StreamsBuilderFactoryBeanConfigurer replaceDeadThreads() {
    return factory ->
        factory.setStreamsUncaughtExceptionHandler(
            _ -> StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD);
  }
}
