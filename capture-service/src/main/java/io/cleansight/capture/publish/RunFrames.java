package io.cleansight.capture.publish;

import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.contracts.Ids;
import io.cleansight.event.Frame;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Picture;
import io.cleansight.video.VideoException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Turns pictures into the frames of one run of a camera. */
public record RunFrames(String cameraId, Run run, String sourceKind) {

  public Frame frame(long sequence, Instant capturedAt, Picture picture, JpegEncoder encoder)
      throws VideoException {
    return Frame.newBuilder()
        .setFrameId(Ids.frame(cameraId, run.epoch(), sequence))
        .setCameraId(cameraId)
        .setEpoch(run.epoch())
        .setGeneration(run.generation())
        .setSequence(sequence)
        .setCapturedAt(capturedAt.truncatedTo(ChronoUnit.MICROS))
        .setWidth(picture.width())
        .setHeight(picture.height())
        .setSourceKind(sourceKind)
        .setJpeg(ByteBuffer.wrap(encoder.encode(picture)))
        .build();
  }
}
