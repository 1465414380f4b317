package io.cleansight.persistence.recording;

import java.util.Set;
import net.jcip.annotations.ThreadSafe;
import org.springframework.stereotype.Component;

/** The cameras that are recorded, as of a few seconds ago. */
@Component
@ThreadSafe
class RecordedCameras {
  private final RecordingStore store;
  private volatile Set<String> ids = Set.of();

  RecordedCameras(RecordingStore store) {
    this.store = store;
  }

  void refresh() {
    ids = store.recordedCameras();
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  boolean has(String camera) {
    return ids.contains(camera);
  }
}
