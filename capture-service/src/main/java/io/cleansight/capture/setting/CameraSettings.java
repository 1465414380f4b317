package io.cleansight.capture.setting;

import io.cleansight.contracts.CameraStream;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraSource;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
   * @param settings null: none, withdrawn, or not readable
   * @param readable whether what was said last can be read; if not, nobody knows what is masked
   * @param source where its video comes from, encrypted; null: not said here
   * @param substream where a smaller stream of the same picture comes from, encrypted; null: there
   *     is none
   */
  public record Setting(
      @Nullable Camera settings,
      boolean readable,
      @Nullable String source,
      @Nullable String substream) {
    public static final Setting NOTHING = new Setting(null, true, null, null);

    private Setting with(@Nullable Camera other) {
      return new Setting(other, true, source, substream);
    }

    private Setting unreadable() {
      return new Setting(null, false, source, substream);
    }

    /** A stream that this release does not know is passed over. */
    private Setting with(CameraStream stream, @Nullable String encrypted) {
      if (stream.is(CameraStream.Kind.MAIN)) {
        return new Setting(settings, readable, encrypted, substream);
      }
      return stream.is(CameraStream.Kind.SUBSTREAM)
          ? new Setting(settings, readable, source, encrypted)
          : this;
    }
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
        if (Appended.isLatest(consumed.record(), latest)) {
          take(consumed.record(), consumed.event());
        }
      }
      for (var record : batch.tombstones()) {
        if (Appended.isLatest(record, latest)) {
          take(record, null);
        }
      }
      for (var dead : batch.deadLetters()) {
        ConsumerRecord<String, ?> record = dead.origin();
        if (record.topic().equals(Topics.CAMERAS)
            && record.key() != null
            && Appended.isLatest(record, latest)) {
          set(record.key(), before(record.key()).unreadable());
        }
      }
    }

    private Setting before(String camera) {
      return sets.getOrDefault(camera, Setting.NOTHING);
    }

    private void take(ConsumerRecord<String, ?> record, @Nullable SpecificRecord event) {
      CameraStream stream = CameraStream.ofKey(record.key());
      String camera = stream.cameraId();
      Setting before = before(camera);
      Setting set =
          record.topic().equals(Topics.CAMERA_SOURCES)
              ? before.with(
                  stream, event instanceof CameraSource source ? source.getEncrypted() : null)
              : before.with((Camera) event);
      set(camera, set);
    }

    private void set(String camera, Setting set) {
      sets.put(camera, set);
      changes.put(camera, set);
    }

    /** Since the last call. */
    Map<String, Setting> taken() {
      Map<String, Setting> taken = Map.copyOf(changes);
      changes.clear();
      return taken;
    }
  }
}
