package io.cleansight.inference.judge;

import io.cleansight.contracts.Topics;
import io.cleansight.inference.zone.Room;
import io.cleansight.messaging.EventDeserializer;
import io.cleansight.messaging.EventRecords;
import io.cleansight.messaging.EventSerializer;
import io.cleansight.messaging.JsonSerde;
import java.time.Clock;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
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
  static final String STORE = "people";
  static final String ROOMS = "rooms";

  private static final String SOURCE = "detections";
  private static final String SETTINGS = "settings";
  private static final String JUDGE = "judge";

  @Autowired
  void build(StreamsBuilder builder, EventRecords records, Clock clock) {
    extend(builder.build(), records, clock);
  }

  static void extend(Topology topology, EventRecords records, Clock clock) {
    topology
        .addSource(SOURCE, new StringDeserializer(), new EventDeserializer(), Topics.DETECTIONS)
        .addSource(SETTINGS, new StringDeserializer(), new EventDeserializer(), Topics.CAMERAS)
        .addProcessor(JUDGE, () -> new JudgeProcessor(records, clock), SOURCE, SETTINGS)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(STORE),
                    Serdes.String(),
                    new JsonSerde<>(CameraState.class))
                .withCachingDisabled(),
            JUDGE)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(ROOMS),
                    Serdes.String(),
                    new JsonSerde<>(Room.class))
                .withCachingDisabled(),
            JUDGE);
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
}
