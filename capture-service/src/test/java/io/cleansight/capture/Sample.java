package io.cleansight.capture;

import io.cleansight.contracts.Ids;
import io.cleansight.event.Detections;
import io.cleansight.event.Frame;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Events of which only the identity matters. */
public final class Sample {
  public static final Instant EPOCH = Instant.parse("2026-03-01T10:00:00Z");

  private Sample() {}

  public static Frame frame(long sequence) {
    return frame(sequence, 1);
  }

  public static Frame frame(long sequence, int bytes) {
    return Frame.newBuilder()
        .setFrameId(Ids.frame("line-1", EPOCH, sequence))
        .setCameraId("line-1")
        .setEpoch(EPOCH)
        .setSequence(sequence)
        .setCapturedAt(EPOCH)
        .setWidth(640)
        .setHeight(480)
        .setSourceKind("recorded")
        .setJpeg(ByteBuffer.allocate(bytes))
        .build();
  }

  public static Detections detections(String cameraId, Instant epoch, long sequence) {
    return Detections.newBuilder()
        .setFrameId(Ids.frame(cameraId, epoch, sequence))
        .setCameraId(cameraId)
        .setEpoch(epoch)
        .setSequence(sequence)
        .setCapturedAt(epoch)
        .setWidth(640)
        .setHeight(480)
        .setSourceKind("recorded")
        .setFramePartition(0)
        .setFrameOffset(sequence)
        .setModel("model")
        .setModelSha256("00")
        .setObjects(List.of())
        .setInferenceMicros(1000)
        .build();
  }
}
