package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.EventDeserializer;
import io.cleansight.messaging.EventRecords;
import io.cleansight.messaging.EventSerializer;
import io.cleansight.messaging.JsonSerde;
import io.cleansight.rule.CameraWatch;
import io.cleansight.rule.GroupWatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;

/**
 * Violations in, alerts out, exactly once. Activity tells who is there and how far a camera's event
 * time has come, health whether the camera sees, reviews what people decided. Rules, cameras and
 * silences are global stores, in force for the next event. Alerts of rules that group go through a
 * topic of one partition, where one task gathers them.
 */
@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
class EvaluationTopology {
  /**
   * The number rises when an older state cannot be read; open alerts of that one are not resolved.
   */
  static final String WATCHES = "watches-3";

  static final String GROUPS = "groups-1";
  static final String RULES = "rules";
  static final String CAMERAS = "cameras";
  static final String SILENCES = "silences";

  private static final String EVALUATE = "evaluate";
  private static final String GROUP = "group";

  @Autowired
  void build(StreamsBuilder builder, EventRecords records) {
    extend(builder.build(), records);
  }

  static void extend(Topology topology, EventRecords records) {
    var revisions = Revisions.start();
    keep(topology, RULES, Topics.ALERT_RULES, revisions.rules());
    keep(topology, CAMERAS, Topics.CAMERAS, revisions.cameras());
    keep(topology, SILENCES, Topics.SILENCES, revisions.silences());
    String[] sources = {Topics.VIOLATIONS, Topics.ACTIVITY, Topics.CAMERA_HEALTH, Topics.REVIEWS};
    for (String source : sources) {
      topology.addSource(source, new StringDeserializer(), new EventDeserializer(), source);
    }
    topology
        .addProcessor(EVALUATE, () -> new EvaluationProcessor(records, revisions), sources)
        .addStateStore(store(WATCHES, CameraWatch.class), EVALUATE)
        .addSink(
            Topics.ALERTS, Topics.ALERTS, new StringSerializer(), new EventSerializer(), EVALUATE)
        .addSink(
            Topics.ALERT_MEMBERS,
            Topics.ALERT_MEMBERS,
            new StringSerializer(),
            new EventSerializer(),
            EVALUATE)
        .addSource(
            "members", new StringDeserializer(), new EventDeserializer(), Topics.ALERT_MEMBERS)
        .addProcessor(GROUP, () -> new GroupProcessor(records, revisions), "members")
        .addStateStore(store(GROUPS, GroupWatch.class), GROUP)
        .addSink(
            "grouped-alerts", Topics.ALERTS, new StringSerializer(), new EventSerializer(), GROUP);
  }

  private static void keep(Topology topology, String store, String topic, AtomicLong revision) {
    topology.addGlobalStore(
        Stores.timestampedKeyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(store), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled(),
        store + "-source",
        new StringDeserializer(),
        new ByteArrayDeserializer(),
        topic,
        "keep-" + store,
        () -> new Keeper(store, revision));
  }

  private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Class<T> type) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.String(), new JsonSerde<>(type))
        .withCachingDisabled();
  }
}
