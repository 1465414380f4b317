package io.cleansight.capture.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.Broker;
import io.cleansight.capture.Sample;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.codec.EventRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.core.KafkaTemplate;

/** Where a recorded file goes on, over a real broker. */
class ResumePointIT {
  private static final Instant REQUEST = Sample.EPOCH;

  @TempDir Path folder;

  @Test
  void resumesAfterTheLastDetectionNotAfterTheLastFrame() throws Exception {
    try (var broker =
        Broker.start(folder.resolve("kafka"), Map.of(), Topics.FRAMES, Topics.DETECTIONS)) {
      var kafka = broker.template();
      for (long sequence = 0; sequence < 10; sequence++) {
        send(kafka, Topics.FRAMES, sequence, Sample.frame(sequence));
      }
      for (long sequence = 0; sequence < 4; sequence++) {
        send(kafka, Topics.DETECTIONS, sequence, Sample.detections("line-1", REQUEST, sequence));
      }
      var resume = new ResumePoint(broker.consumers(), System::nanoTime);
      assertThat(resume.lastJudged("line-1", REQUEST)).hasValue(3);
      assertThat(resume.lastJudged("line-1", REQUEST.plusSeconds(1))).isEmpty();
      assertThat(resume.lastJudged("line-2", REQUEST)).isEmpty();
    }
  }

  private static void send(
      KafkaTemplate<String, Object> kafka, String topic, long sequence, SpecificRecord event)
      throws Exception {
    kafka
        .send(
            new EventRecords("test")
                .of(topic, Ids.frame("line-1", REQUEST, sequence), REQUEST, event, null))
        .get();
  }
}
