package io.cleansight.inference.judge;

import io.cleansight.contracts.Ids;
import io.cleansight.event.Box;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.Detections;
import java.time.Instant;
import java.util.List;

/** What a model saw, as events. */
final class Seen {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Seen() {}

  /** A frame of a live camera's run, five frames a second, that shows these. */
  static Detections.Builder frame(String camera, long sequence, DetectedObject... objects) {
    return Detections.newBuilder()
        .setFrameId(Ids.frame(camera, NOON, sequence))
        .setCameraId(camera)
        .setEpoch(NOON)
        .setGeneration(1)
        .setSequence(sequence)
        .setCapturedAt(NOON.plusMillis(200 * sequence))
        .setWidth(640)
        .setHeight(480)
        .setSourceKind("live")
        .setFramePartition(3)
        .setFrameOffset(1000 + sequence)
        .setModel("model")
        .setModelSha256("00")
        .setObjects(List.of(objects))
        .setInferenceMicros(1234);
  }

  /** The same number of another run. */
  static Detections.Builder ofRun(
      long generation, Instant epoch, String camera, long sequence, DetectedObject... objects) {
    return frame(camera, sequence, objects)
        .setGeneration(generation)
        .setEpoch(epoch)
        .setFrameId(Ids.frame(camera, epoch, sequence))
        .setCapturedAt(epoch.plusMillis(200 * sequence));
  }

  static DetectedObject head(String label, double centre) {
    return new DetectedObject(label, 0.8f, new Box(centre - 0.025, 0.3, 0.05, 0.08), List.of());
  }
}
