package io.cleansight.capture.backlog;

import java.util.Map;

/**
 * Positions of inference-service's consumer groups at one moment.
 *
 * @param askedAt when Kafka was asked, in {@code System.nanoTime}
 * @param frames the topic of frames with the detector's position, by partition
 * @param detections the topic of detections with the judge's position, by partition
 */
public record Positions(
    long askedAt, Map<Integer, Partition> frames, Map<Integer, Partition> detections) {

  public Positions {
    frames = Map.copyOf(frames);
    detections = Map.copyOf(detections);
  }

  /**
   * A partition.
   *
   * @param start log start offset
   * @param end log end offset
   * @param committed offset that the group has committed; 0 if none
   */
  public record Partition(long start, long end, long committed) {}
}
