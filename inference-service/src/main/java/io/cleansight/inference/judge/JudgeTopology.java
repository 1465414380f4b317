package io.cleansight.inference.judge;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.state.StateSerde;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;

/**
 * Detections and cameras' settings in, activity and violations out, exactly once; the state of each
 * camera survives in a changelog.
 */
@Configuration(proxyBeanMethods = false)
@EnableKafkaStreams
class JudgeTopology {
  static final String STORE = "camera-states-1";
  static final String ROOMS = "camera-settings-1";

  static final StateSerde<CameraState> STATES =
      StateSerde.of(CameraState.class, CameraState::newest);
  static final StateSerde<CameraSettings> CAMERA_SETTINGS = StateSerde.of(CameraSettings.class);

  private static final String SOURCE = "detections";
  private static final String SETTINGS = "settings";
  private static final String JUDGE = "judge";

  @Autowired
  void build(
      StreamsBuilder builder,
      EventRecords records,
      Clock clock,
      BrokerClock time,
      MeterRegistry meters) {
    extend(builder.build(), records, clock, new JudgeMeters(meters, time));
  }

  static void extend(Topology topology, EventRecords records, Clock clock, JudgeMeters meters) {
    extend(topology, records, clock, meters, Stores::inMemoryKeyValueStore);
  }

  static void extend(
      Topology topology,
      EventRecords records,
      Clock clock,
      JudgeMeters meters,
      Function<String, KeyValueBytesStoreSupplier> stores) {
    topology
        .addSource(SOURCE, new StringDeserializer(), new EventDeserializer(), Topics.DETECTIONS)
        .addSource(SETTINGS, new StringDeserializer(), new EventDeserializer(), Topics.CAMERAS)
        .addProcessor(JUDGE, () -> new JudgeProcessor(records, clock, meters), SOURCE, SETTINGS)
        .addStateStore(store(stores.apply(STORE), STATES), JUDGE)
        .addStateStore(store(stores.apply(ROOMS), CAMERA_SETTINGS), JUDGE);
    for (String topic :
        new String[] {
          Topics.ACTIVITY,
          Topics.VIOLATIONS,
          Topics.SKIPPED_FRAMES,
          Topics.deadLetterOf(Topics.DETECTIONS)
        }) {
      topology.addSink(topic, topic, new StringSerializer(), new EventSerializer(), JUDGE);
    }
  }

  /** Cached, so that the changelog gets no more than one record for a camera and commit. */
  private static <T> StoreBuilder<KeyValueStore<String, T>> store(
      KeyValueBytesStoreSupplier store, Serde<T> values) {
    return Stores.keyValueStoreBuilder(store, Serdes.String(), values).withCachingEnabled();
  }
}
