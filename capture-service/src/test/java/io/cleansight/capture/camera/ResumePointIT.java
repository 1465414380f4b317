package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Detections;
import io.cleansight.event.Frame;
import io.cleansight.messaging.EventRecords;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a recorded file goes on, over a real broker. */
class ResumePointIT {
  private static final Instant REQUEST = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  @Test
  void resumesAfterTheLastDetectionNotAfterTheLastFrame() throws Exception {
    try (var broker =
        Broker.start(folder.resolve("kafka"), Map.of(), Topics.FRAMES, Topics.DETECTIONS)) {
      var kafka = broker.template();
      var records = new EventRecords("test");
      for (long sequence = 0; sequence < 10; sequence++) {
        kafka
            .send(
                records.of(
                    Topics.FRAMES,
                    Ids.frame("line-1", REQUEST, sequence),
                    REQUEST,
                    frame(sequence),
                    null))
            .get();
      }
      for (long sequence = 0; sequence < 4; sequence++) {
        kafka
            .send(
                records.of(
                    Topics.DETECTIONS,
                    Ids.frame("line-1", REQUEST, sequence),
                    REQUEST,
                    seen(sequence),
                    null))
            .get();
      }
      var resume = new ResumePoint(broker.consumers(), System::nanoTime);
      assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(3);
      assertThat(resume.lastJudged("line-1", REQUEST.plusSeconds(1))).isEmpty();
      assertThat(resume.lastJudged("line-2", REQUEST)).isEmpty();
    }
  }

  private static SpecificRecord frame(long sequence) {
    return Frame.newBuilder()
        .setFrameId(Ids.frame("line-1", REQUEST, sequence))
        .setCameraId("line-1")
        .setEpoch(REQUEST)
        .setSequence(sequence)
        .setCapturedAt(REQUEST)
        .setWidth(640)
        .setHeight(480)
        .setSourceKind("recorded")
        .setJpeg(ByteBuffer.wrap(new byte[] {1}))
        .build();
  }

  private static SpecificRecord seen(long sequence) {
    return Detections.newBuilder()
        .setFrameId(Ids.frame("line-1", REQUEST, sequence))
        .setCameraId("line-1")
        .setEpoch(REQUEST)
        .setSequence(sequence)
        .setCapturedAt(REQUEST)
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
