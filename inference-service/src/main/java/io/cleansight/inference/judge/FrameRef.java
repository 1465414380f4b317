package io.cleansight.inference.judge;

import io.cleansight.event.Detections;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which frame, when it was taken, and where it lies in Kafka.
 *
 * @param epoch identity of the run that numbered it
 * @param generation order of that run among the camera's
 * @param untimely why its time cannot be right; null if it can
 */
record FrameRef(
    UUID id,
    Instant epoch,
    long generation,
    long sequence,
    Instant at,
    int partition,
    long offset,
    @Nullable String untimely) {

  static FrameRef of(Detections seen) {
    return new FrameRef(
        seen.getFrameId(),
        seen.getEpoch(),
        seen.getGeneration(),
        seen.getSequence(),
        seen.getCapturedAt(),
        seen.getFramePartition(),
        seen.getFrameOffset(),
        seen.getUntimely());
  }

  boolean isOfTheRunOf(FrameRef other) {
    return epoch.equals(other.epoch);
  }

  /**
   * Whether another run has replaced this frame's. Where no generation was told, the epoch decides.
   */
  boolean isOutdatedBy(FrameRef other) {
    return !isOfTheRunOf(other)
        && (generation == other.generation
            ? epoch.isBefore(other.epoch)
            : generation < other.generation);
  }

  /** The same, taken no earlier than that. */
  FrameRef notBefore(Instant earliest) {
    return at.isBefore(earliest)
        ? new FrameRef(id, epoch, generation, sequence, earliest, partition, offset, untimely)
        : this;
  }
}
