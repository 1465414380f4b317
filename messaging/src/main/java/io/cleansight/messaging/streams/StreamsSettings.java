package io.cleansight.messaging.streams;

import io.cleansight.contracts.TopicLayout;
import io.cleansight.messaging.instance.InstanceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of a topology that depend on the site and on the instance. */
final class StreamsSettings {
  private static final int CHANGELOG_SEGMENT_BYTES = 4 << 20;
  private static final int CHANGELOG_SEGMENT_MILLIS = 600_000;

  private StreamsSettings() {}

  static Properties of(TopicLayout layout, InstanceId instance, String application) {
    var settings = new Properties();
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, Integer.toString(layout.replicas()));
    changelogs(layout)
        .forEach((name, value) -> settings.put(StreamsConfig.topicPrefix(name), value));
    settings.put(StreamsConfig.CLIENT_ID_CONFIG, instance.client(application));
    if (instance.stable()) {
      // Kafka Streams adds the number of the thread.
      settings.put(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
          instance.value());
    }
    return settings;
  }

  /**
   * Changelogs are read whole after a failover: what is superseded is to leave them soon, and a
   * segment that is still written to is never cleaned.
   */
  private static Map<String, String> changelogs(TopicLayout layout) {
    var settings = new HashMap<String, String>();
    settings.put("message.timestamp.type", "LogAppendTime");
    settings.put("min.insync.replicas", Integer.toString(layout.minInsyncReplicas()));
    settings.put("segment.bytes", Integer.toString(CHANGELOG_SEGMENT_BYTES));
    settings.put("segment.ms", Integer.toString(CHANGELOG_SEGMENT_MILLIS));
    settings.put("min.cleanable.dirty.ratio", "0.1");
    return settings;
  }
}
