package io.cleansight.capture.setting;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraSource;
import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.messaging.read.TopicTailer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What people set of cameras, from the first word of the topics on; told on the reading thread. */
public final class CameraSettings implements TopicTailer.Reading {
  public static final List<String> TOPICS = List.of(Topics.CAMERAS, Topics.CAMERA_SOURCES);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final java.util.function.Consumer<Map<String, Setting>> heard;

  /**
   * @param heard is told what is set by camera: at first all that the topics held when they were
   *     opened, even if that is nothing, then what changes. After Kafka was away, all of it again
   */
  public CameraSettings(java.util.function.Consumer<Map<String, Setting>> heard) {
    this.heard = heard;
  }

  /**
   * What people set of a camera.
   *
   * @param settings null: none, or withdrawn
   * @param source where its video comes from, encrypted; null: not said here
   */
  public record Setting(@Nullable Camera settings, @Nullable String source) {
    public static final Setting NOTHING = new Setting(null, null);
  }

  @Override
  public void follow(Consumer<String, Decoded<SpecificRecord>> consumer, BooleanSupplier going) {
    consumer.seekToBeginning(consumer.assignment());
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), PATIENCE);
    var changes = new Changes();
    while (going.getAsBoolean()) {
      changes.take(SortedBatch.of(consumer.poll(POLL))); // consumer groups dead-letter the rest
      if (ends.entrySet().stream()
          .allMatch(it -> consumer.position(it.getKey()) >= it.getValue())) {
        heard.accept(changes.taken());
      }
    }
  }

  /** What holds of each camera, and of which cameras that has changed. */
  private static final class Changes {
    private final Map<String, Setting> sets = new HashMap<>();
    private final Map<String, Setting> changes = new LinkedHashMap<>();
    private final Map<String, Appended> latest = new HashMap<>();

    void take(SortedBatch batch) {
      for (var consumed : batch.events()) {
        String camera = consumed.record().key();
        if (Appended.isLatest(consumed.record(), latest)) {
          changes.put(camera, sets.compute(camera, (_, set) -> with(set, consumed.event())));
        }
      }
      for (var record : batch.tombstones()) {
        String camera = record.key();
        if (Appended.isLatest(record, latest)) {
          changes.put(camera, sets.compute(camera, (_, set) -> without(set, record.topic())));
        }
      }
    }

    /** Since the last call. */
    Map<String, Setting> taken() {
      Map<String, Setting> taken = Map.copyOf(changes);
      changes.clear();
      return taken;
    }
  }

  private static Setting with(@Nullable Setting set, SpecificRecord event) {
    Setting before = set == null ? Setting.NOTHING : set;
    return event instanceof CameraSource source
        ? new Setting(before.settings(), source.getEncrypted())
        : new Setting((Camera) event, before.source());
  }

  private static Setting without(@Nullable Setting set, String topic) {
    Setting before = set == null ? Setting.NOTHING : set;
    return topic.equals(Topics.CAMERA_SOURCES)
        ? new Setting(before.settings(), null)
        : new Setting(null, before.source());
  }
}
