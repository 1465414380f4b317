package io.cleansight.contracts;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic.
 *
 * @param event what its records say; of a dead-letter topic, what they failed to say
 * @param retention how long a record is kept; without meaning for a compacted topic
 * @param retentionBytes cap per partition, -1 for none
 */
public record Topic(
    String name,
    Class<? extends SpecificRecord> event,
    int partitions,
    Duration retention,
    long retentionBytes,
    boolean compacted) {

  /**
   * Largest record, by which brokers, producers and consumers are set; a frame is capped well below
   * it.
   */
  public static final int MAX_RECORD_BYTES = 8 << 20;

  private static final int PARTITIONS = 6;

  static Topic deleted(String name, Class<? extends SpecificRecord> event, Duration retention) {
    return new Topic(name, event, PARTITIONS, retention, -1, false);
  }

  static Topic compacted(String name, Class<? extends SpecificRecord> event) {
    return new Topic(name, event, 1, Duration.ofMillis(-1), -1, true);
  }

  Topic capped(long bytesPerPartition) {
    return new Topic(name, event, partitions, retention, bytesPerPartition, compacted);
  }

  /** Spread as the frames are: who judges a camera's frames then reads its settings too. */
  Topic spread() {
    return new Topic(name, event, PARTITIONS, retention, retentionBytes, compacted);
  }

  /** In one partition: for what concerns all cameras at once. */
  Topic single() {
    return new Topic(name, event, 1, retention, retentionBytes, compacted);
  }

  private boolean appendTime() {
    return retentionBytes > 0;
  }

  /** Topic-level settings in Kafka's words. */
  public Map<String, String> config() {
    var config = new LinkedHashMap<String, String>();
    config.put("cleanup.policy", compacted ? "compact" : "delete");
    config.put("max.message.bytes", Integer.toString(MAX_RECORD_BYTES));
    if (!compacted) {
      // Kept from the moment of arrival: the capture time of a recorded frame may be long ago.
      config.put("message.timestamp.type", appendTime() ? "LogAppendTime" : "CreateTime");
      config.put("retention.ms", Long.toString(retention.toMillis()));
      config.put("retention.bytes", Long.toString(retentionBytes));
      // Kafka deletes whole segments: a segment must end well before its retention does.
      config.put("segment.ms", Long.toString(Math.max(60_000, retention.toMillis() / 10)));
      config.put("segment.bytes", Integer.toString(64 << 20));
    }
    return config;
  }
}
