package io.cleansight.capture.camera;

import java.util.Map;

/**
 * How far inference-service is, as Kafka said at one moment.
 *
 * @param askedAt when Kafka was asked, in {@code System.nanoTime}
 * @param frames the topic of frames and the position of its detector, by partition
 * @param detections the topic of detections and the position of the judge, by partition
 */
record Positions(long askedAt, Map<Integer, Partition> frames, Map<Integer, Partition> detections) {

  Positions {
    frames = Map.copyOf(frames);
    detections = Map.copyOf(detections);
  }

  /**
   * A partition.
   *
   * @param start offset of the first record that is still there
   * @param end offset after the last record
   * @param committed offset before which a group has read everything; 0: it has read nothing
   */
  record Partition(long start, long end, long committed) {}
}
