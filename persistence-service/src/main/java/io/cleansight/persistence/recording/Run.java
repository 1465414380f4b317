package io.cleansight.persistence.recording;

import io.cleansight.event.Segment;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What the segments have in common that make one video: a camera's run, the opening of its source,
 * and the init data that its fragments need.
 */
record Run(
    String cameraId,
    Instant epoch,
    long generation,
    int opening,
    String codec,
    int width,
    int height,
    ByteBuffer init) {

  static Run of(Segment segment) {
    return new Run(
        segment.getCameraId(),
        segment.getEpoch(),
        segment.getGeneration(),
        segment.getOpening(),
        segment.getCodec(),
        segment.getWidth(),
        segment.getHeight(),
        segment.getInit());
  }

  /** Apart from the bytes of whichever segment it was made of. */
  Run kept() {
    ByteBuffer copy = ByteBuffer.allocate(init.remaining()).put(init.duplicate()).flip();
    return new Run(cameraId, epoch, generation, opening, codec, width, height, copy);
  }
}
