package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.messaging.clock.StreamClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.rule.CameraAlertState;
import io.cleansight.rule.GroupAlertState;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serde;
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
  static final String CAMERA_ALERTS = "camera-alerts-5";

  /** When each live camera was last heard of: it changes with every heartbeat, and is small. */
  static final String HEARD = "heard-1";

  /** How far each camera's own time has come, in microseconds since 1970. */
  static final String REACHED = "reached-1";

  static final String GROUP_ALERTS = "group-alerts-3";
  static final String RULES = "rules";
  static final String CAMERAS = "cameras";
  static final String SILENCES = "silences";

  /** How often time is looked at; what is due is dated by when it was. */
  static final Duration TICK = Duration.ofMillis(500);

  /** How long a record of a camera may be on its way here. */
  private static final Duration LATE = Duration.ofSeconds(1);

  private static final String EVALUATE = "evaluate";
  private static final String GROUP = "group";

  @Autowired
  void build(StreamsBuilder builder, EventRecords records, MeterRegistry meters) {
    // What a camera has to say to its group is on its way twice as long.
    extend(
        builder.build(),
        records,
        new AlertMeters(meters),
        () -> new StreamClock(System::nanoTime, LATE),
        () -> new StreamClock(System::nanoTime, LATE.multipliedBy(2)));
  }

  static void extend(
      Topology topology,
      EventRecords records,
      AlertMeters meters,
      Supplier<StreamClock> clocks,
      Supplier<StreamClock> groupClocks) {
    var revisions = SettingsVersions.start();
    keep(topology, RULES, Topics.ALERT_RULES, revisions.rules());
    keep(topology, CAMERAS, Topics.CAMERAS, revisions.cameras());
    keep(topology, SILENCES, Topics.SILENCES, revisions.silences());
    addEvaluation(
        topology, () -> new EvaluationProcessor(records, revisions, clocks.get(), meters));
    addGroups(topology, () -> new GroupProcessor(records, revisions, groupClocks.get(), meters));
  }

  private static void addEvaluation(Topology topology, Supplier<EvaluationProcessor> evaluation) {
    String[] sources = {Topics.VIOLATIONS, Topics.ACTIVITY, Topics.CAMERA_HEALTH, Topics.REVIEWS};
    for (String source : sources) {
      topology.addSource(source, new StringDeserializer(), new EventDeserializer(), source);
    }
    topology
        .addProcessor(EVALUATE, evaluation::get, sources)
        .addStateStore(store(CAMERA_ALERTS, CameraAlertState.serde()), EVALUATE)
        .addStateStore(store(HEARD, Serdes.Long()), EVALUATE)
        // With every frame; of those between two commits the changelog gets the last.
        .addStateStore(store(REACHED, Serdes.Long()).withCachingEnabled(), EVALUATE)
        .addSink(
            Topics.ALERTS, Topics.ALERTS, new StringSerializer(), new EventSerializer(), EVALUATE)
        .addSink(
            Topics.ALERT_MEMBERS,
            Topics.ALERT_MEMBERS,
            new StringSerializer(),
            new EventSerializer(),
            EVALUATE);
  }

  private static void addGroups(Topology topology, Supplier<GroupProcessor> groups) {
    topology
        .addSource(
            "members", new StringDeserializer(), new EventDeserializer(), Topics.ALERT_MEMBERS)
        .addProcessor(GROUP, groups::get, "members")
        .addStateStore(store(GROUP_ALERTS, GroupAlertState.serde()), GROUP)
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
        () -> new SettingsStore(store, revision));
  }

  private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Serde<T> serde) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), serde)
        .withCachingDisabled();
  }
}
