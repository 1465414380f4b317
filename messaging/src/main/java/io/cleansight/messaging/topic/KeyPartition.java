package io.cleansight.messaging.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/** Where Kafka's default partitioner puts the records of a key. */
public final class KeyPartition {
  private KeyPartition() {}

  /**
   * The partition of a camera, or of whatever else a key names.
   *
   * @param partitions how many the topic has
   */
  public static int of(String key, int partitions) {
    return of(key.getBytes(UTF_8), partitions);
  }

  static int of(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
