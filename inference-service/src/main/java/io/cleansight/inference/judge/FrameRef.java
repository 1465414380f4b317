package io.cleansight.inference.judge;

import java.time.Instant;
import java.util.UUID;

/** Which frame, when it was taken, and where it lies in Kafka. */
record FrameRef(UUID id, Instant epoch, long sequence, Instant at, int partition, long offset) {}
