package io.cleansight.persistence.recording;

import io.cleansight.contracts.CameraId;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.vocabulary.Untimeliness;
import io.cleansight.event.Segment;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.read.SortedRecord;
import io.cleansight.persistence.erasure.Erased;
import io.cleansight.persistence.erasure.ErasureStore;
import io.cleansight.persistence.once.Untimely;
import io.cleansight.snapshot.RecordingFiles;
import io.cleansight.snapshot.Recordings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Puts segments into files, and files into their store and the index. */
@Component
class Recorder {
  /** As far as a clock may be ahead of the broker's. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final RecordingStore store;
  private final RecordedCameras cameras;
  private final Recordings recordings;
  private final ErasureStore erasures;
  private final Untimely untimely;
  private final Clock clock;
  private final Duration age;

  Recorder(
      RecordingStore store,
      RecordedCameras cameras,
      Recordings recordings,
      ErasureStore erasures,
      Untimely untimely,
      Clock clock,
      @Value("${persistence.retention.recordings:7d}") Duration age) {
    this.store = store;
    this.cameras = cameras;
    this.recordings = recordings;
    this.erasures = erasures;
    this.untimely = untimely;
    this.clock = clock;
    this.age = age;
  }

  /**
   * Adds a record to a window. One of a camera that is not recorded is not even decoded.
   *
   * @throws IOException if the disk does not take it; it may be added again
   */
  void add(Window window, ConsumerRecord<String, byte[]> record) throws IOException {
    String key = record.key();
    if (key == null || cameras.has(key) || !CameraId.isValid(key)) {
      Decoded<SpecificRecord> decoded = EventCodec.decode(record.topic(), record.value());
      switch (SortedRecord.of(record.topic(), key, decoded)) {
        case SortedRecord.Event(var event) -> add(window, (Segment) event, appended(record));
        case SortedRecord.Unusable(var why) -> window.add(DeadLetter.of(record, why));
        case SortedRecord.Tombstone _ -> {} // there are none where nothing is compacted
      }
    }
    window.read(record.offset());
  }

  private static Instant appended(ConsumerRecord<?, ?> record) {
    return Instant.ofEpochMilli(record.timestamp());
  }

  private void add(Window window, Segment segment, Instant appended) throws IOException {
    String fault = fault(segment, appended);
    if (fault != null) {
      window.add(new Window.Untimely(segment.getCameraId(), fault, segment.getFirstCapturedAt()));
      return;
    }
    Run run = Run.of(segment);
    Draft draft = window.draft(run);
    if (draft == null) {
      OptionalLong last = store.lastSequence(run);
      if (last.isPresent() && last.getAsLong() >= segment.getSequence()) {
        return; // it is recorded already, and has been sent again
      }
      draft = Draft.begin(run, files().drafts());
      window.add(draft);
    }
    if (draft.goesOn(segment.getSequence())) {
      draft.add(segment);
    }
  }

  /** Why its time cannot be right, or why it would go at once; null: it is recorded. */
  private @Nullable String fault(Segment segment, Instant appended) {
    if (segment.getFirstCapturedAt().isAfter(appended.plus(AHEAD))) {
      return Untimeliness.FUTURE.word();
    }
    boolean old = !age.isZero() && segment.getLastCapturedAt().isBefore(clock.instant().minus(age));
    return old ? Untimeliness.EXPIRED.word() : null;
  }

  /**
   * Has the store keep the files of a window; those that it has are not given to it again.
   *
   * @return false if one may be gone again, so that the window is to be read anew
   * @throws IOException if the store is full or away; to be tried again
   */
  boolean keep(Window window) throws IOException {
    for (Draft draft : window.drafts()) {
      Recording recording = draft.recording(files().name());
      boolean known = store.intend(recording);
      if (draft.isKept() && !known) {
        return false;
      }
      if (!draft.isKept()) {
        files().keep(recording.path(), draft.file());
        draft.kept();
      }
    }
    return true;
  }

  /** Adds a window's files to the index; inside the transaction that moves the position. */
  void index(Window window) {
    Erased erased = erasures.erased();
    for (Draft draft : window.drafts()) {
      Recording recording = draft.recording(files().name());
      if (!erased.overlaps(recording.run().cameraId(), recording.from(), recording.to())) {
        store.add(recording);
      }
    }
    window
        .untimely()
        .forEach(
            (it, events) ->
                untimely.count(Topics.SEGMENTS, it.camera(), it.reason(), it.at(), events));
  }

  private RecordingFiles files() {
    return recordings.current().orElseThrow(() -> new IllegalStateException("nothing is recorded"));
  }
}
