package io.cleansight.capture.publish;

import io.cleansight.capture.publish.LiveFrames.Shot;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.contracts.Ids;
import io.cleansight.event.Frame;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;

/** Turns pictures into the frames of one run of a camera. */
public record RunFrames(String cameraId, Run run, String sourceKind) {

  /** The frame of that sequence. */
  public Frame frame(long sequence, Shot shot) {
    return Frame.newBuilder()
        .setFrameId(Ids.frame(cameraId, run.epoch(), sequence))
        .setCameraId(cameraId)
        .setEpoch(run.epoch())
        .setGeneration(run.generation())
        .setSequence(sequence)
        .setCapturedAt(shot.capturedAt().truncatedTo(ChronoUnit.MICROS))
        .setWidth(shot.width())
        .setHeight(shot.height())
        .setSourceKind(sourceKind)
        .setJpeg(ByteBuffer.wrap(shot.jpeg()))
        .build();
  }
}
