package io.cleansight.capture.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.CameraStream;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of several records about a camera holds. */
class CameraSettingsTest {
  private static final String CAMERA = "line-1";
  private static final long NOON = 1_795_521_600_000L;

  /** As where partitions have grown: the tombstone lies in the old one, the value in the new. */
  @Test
  void whatWasAppendedLastHoldsInWhateverOrderPartitionsAreRead() {
    assertThat(heard(record(9, 0, NOON + 1, "kept"), record(3, 5, NOON, null)))
        .containsEntry(CAMERA, Optional.of("kept"));
    assertThat(heard(record(3, 5, NOON, null), record(9, 0, NOON + 1, "kept")))
        .containsEntry(CAMERA, Optional.of("kept"));
  }

  @Test
  void inOnePartitionTheLaterRecordHoldsAlsoWithinAMillisecondAndAPoll() {
    assertThat(heard(record(3, 5, NOON, null), record(3, 6, NOON, "added again")))
        .containsEntry(CAMERA, Optional.of("added again"));
    assertThat(heard(record(3, 5, NOON, "added"), record(3, 6, NOON, null)))
        .containsEntry(CAMERA, Optional.empty());
  }

  @Test
  void eachStreamOfACameraIsSetWithoutTheOther() {
    assertThat(sources(source(0, "line-1", "main"), source(1, "line-1/substream", "small")))
        .containsExactly("main", "small");
    assertThat(sources(source(0, "line-1/substream", "small"), source(1, "line-1", null)))
        .containsExactly(null, "small");
    assertThat(sources(source(0, "line-1/substream", "small"), source(1, "line-1/substream", null)))
        .containsExactly(null, null);
    assertThat(sources(source(0, "line-1", "main"), source(1, "line-1/thermal", "of later")))
        .containsExactly("main", null);
  }

  /** Nobody knows then what of it is to be masked. */
  @Test
  void whatCannotBeReadHoldsUntilSomethingElseIsSaid() {
    var broken =
        record(
            new TopicPartition(Topics.CAMERAS, 3),
            1,
            NOON,
            CAMERA,
            new Decoded.Unreadable<>(new byte[] {1}, ErrorCode.MALFORMED, "broken"));
    assertThat(readable(record(3, 0, NOON, "before"), broken)).containsExactly(true, false);
    assertThat(readable(broken, record(3, 2, NOON, "mended"))).containsExactly(false, true);
    assertThat(readable(broken, record(3, 2, NOON, null))).containsExactly(false, true);
  }

  private static List<Boolean> readable(
      ConsumerRecord<String, Decoded<SpecificRecord>> first,
      ConsumerRecord<String, Decoded<SpecificRecord>> second) {
    var told = new ArrayList<Boolean>();
    follow(
        List.of(new TopicPartition(Topics.CAMERAS, 3)),
        List.of(List.of(first), List.of(second)),
        (_, set) -> told.add(set.readable()));
    return told;
  }

  /** The camera's source and its substream in the end. */
  private static List<@Nullable String> sources(
      ConsumerRecord<String, Decoded<SpecificRecord>> first,
      ConsumerRecord<String, Decoded<SpecificRecord>> second) {
    var told = new ArrayList<@Nullable String>();
    follow(
        List.of(new TopicPartition(Topics.CAMERA_SOURCES, 3)),
        List.of(List.of(first, second)),
        (id, set) -> {
          assertThat(id).isEqualTo(CAMERA);
          told.add(set.source());
          told.add(set.substream());
        });
    return told;
  }

  /** What is told of each camera's name in the end, the records coming one a poll and together. */
  private static Map<String, Optional<String>> heard(
      ConsumerRecord<String, Decoded<SpecificRecord>> first,
      ConsumerRecord<String, Decoded<SpecificRecord>> second) {
    Map<String, Optional<String>> together = heard(List.of(List.of(first, second)));
    assertThat(heard(List.of(List.of(first), List.of(second)))).isEqualTo(together);
    return together;
  }

  private static Map<String, Optional<String>> heard(
      List<List<ConsumerRecord<String, Decoded<SpecificRecord>>>> polls) {
    var partitions =
        List.of(new TopicPartition(Topics.CAMERAS, 3), new TopicPartition(Topics.CAMERAS, 9));
    var heard = new HashMap<String, Optional<String>>();
    follow(
        partitions,
        polls,
        (id, set) -> heard.put(id, Optional.ofNullable(set.settings()).map(Camera::getName)));
    return heard;
  }

  private static void follow(
      List<TopicPartition> partitions,
      List<List<ConsumerRecord<String, Decoded<SpecificRecord>>>> polls,
      BiConsumer<String, CameraSettings.Setting> told) {
    try (var consumer = new MockConsumer<String, Decoded<SpecificRecord>>("earliest")) {
      consumer.assign(partitions);
      for (TopicPartition partition : partitions) {
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, 0L));
      }
      for (var poll : polls) {
        consumer.schedulePollTask(() -> poll.forEach(consumer::addRecord));
      }
      var left = new java.util.concurrent.atomic.AtomicInteger(polls.size() + 1);
      new CameraSettings(changes -> changes.forEach(told))
          .follow(consumer, () -> left.getAndDecrement() > 0);
    }
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> record(
      int partition, long offset, long appended, @Nullable String name) {
    Decoded<SpecificRecord> value =
        name == null
            ? null
            : new Decoded.Event<>(
                Camera.newBuilder()
                    .setCameraId(CAMERA)
                    .setName(name)
                    .setEnabled(true)
                    .setZones(List.of())
                    .build());
    return record(new TopicPartition(Topics.CAMERAS, partition), offset, appended, CAMERA, value);
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> source(
      long offset, String key, @Nullable String encrypted) {
    CameraStream stream = CameraStream.ofKey(key);
    return record(
        new TopicPartition(Topics.CAMERA_SOURCES, 3),
        offset,
        NOON,
        key,
        encrypted == null
            ? null
            : new Decoded.Event<>(new CameraSource(stream.cameraId(), encrypted, stream.stream())));
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> record(
      TopicPartition place,
      long offset,
      long appended,
      String key,
      @Nullable Decoded<SpecificRecord> value) {
    return new ConsumerRecord<>(
        place.topic(),
        place.partition(),
        offset,
        appended,
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        key,
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
