package io.cleansight.contracts;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a site decides about all topics.
 *
 * @param partitions of each topic that is spread by camera: one number for all of them, as a
 *     camera's key must fall into partitions of one number everywhere. It can grow later, see
 *     docs/partitions.md
 * @param replicas of each partition
 * @param minInsyncReplicas that must have a record before it counts as written
 */
public record TopicLayout(int partitions, int replicas, int minInsyncReplicas) {
  /** Enough for a laptop; each is a directory and a few open files. */
  public static final int FEW_PARTITIONS = 6;

  public static final int MOST_PARTITIONS = 1024;

  private static final int SAFE_REPLICAS = 3;

  public TopicLayout {
    if (partitions < 1 || partitions > MOST_PARTITIONS) {
      throw new IllegalArgumentException(
          "topics.partitions must be 1 to " + MOST_PARTITIONS + ", not " + partitions);
    }
    if (minInsyncReplicas < 1 || minInsyncReplicas > replicas) {
      throw new IllegalArgumentException(
          "min.insync.replicas must be 1 to %d replicas, not %d"
              .formatted(replicas, minInsyncReplicas));
    }
  }

  /**
   * As safe as so many brokers allow: with three or more, three replicas of which two must have a
   * record, so that one broker may be lost and writing goes on.
   */
  public static TopicLayout on(int brokers, int partitions) {
    return brokers >= SAFE_REPLICAS
        ? new TopicLayout(partitions, SAFE_REPLICAS, SAFE_REPLICAS - 1)
        : new TopicLayout(partitions, 1, 1);
  }

  public int partitionsOf(Topic topic) {
    return topic.spread() ? partitions : 1;
  }

  /** All topic-level settings in Kafka's words. */
  public Map<String, String> configOf(Topic topic) {
    var config = new LinkedHashMap<>(topic.config());
    config.put("min.insync.replicas", Integer.toString(minInsyncReplicas));
    return config;
  }
}
