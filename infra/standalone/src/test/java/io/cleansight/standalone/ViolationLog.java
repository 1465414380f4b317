package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Violation;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What a consumer of committed records reads. */
final class ViolationLog {
  private ViolationLog() {}

  /**
   * One episode, as the topic tells it in the end.
   *
   * @param frame number of the frame that opened it
   */
  record Told(
      String camera,
      String type,
      long track,
      long frame,
      double x,
      double y,
      Instant openedAt,
      @Nullable Instant closedAt,
      String reason) {}

  /** Every episode by id; that each was opened once is asserted. */
  static Map<UUID, Told> read(String bootstrapServers, String topic) throws IOException {
    var decoder =
        new BinaryMessageDecoder<Violation>(
            SpecificData.getForClass(Violation.class), Violation.getClassSchema());
    var told = new TreeMap<UUID, Told>();
    // In the order of the broker's time: where partitions have grown, an episode is in two of them.
    List<ConsumerRecord<String, byte[]>> records = records(bootstrapServers, topic);
    records.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
    for (var record : records) {
      Violation violation = decoder.decode(record.value());
      Told before =
          told.put(
              violation.getViolationId(),
              new Told(
                  violation.getCameraId(),
                  violation.getType(),
                  violation.getTrackId(),
                  violation.getSequence(),
                  violation.getBox().getX() + violation.getBox().getWidth() / 2,
                  violation.getBox().getY() + violation.getBox().getHeight() / 2,
                  violation.getOpenedAt(),
                  violation.getClosedAt(),
                  violation.getReason()));
      boolean opening = violation.getState().equals("opened");
      assertThat(before == null)
          .as("an opening comes first, once: %s", violation)
          .isEqualTo(opening);
    }
    return told;
  }

  /** All records of a topic up to now, in the order of each partition. */
  static List<ConsumerRecord<String, byte[]>> records(String bootstrapServers, String topic) {
    return TestTopics.committed(bootstrapServers, topic, new ByteArrayDeserializer());
  }
}
