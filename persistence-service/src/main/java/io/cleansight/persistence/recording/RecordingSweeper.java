package io.cleansight.persistence.recording;

import io.cleansight.snapshot.RecordingFiles;
import io.cleansight.snapshot.Recordings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes files from their store of which nothing tells any more: recordings that reached their age
 * or were erased, and what a process that died had begun.
 */
@Component
class RecordingSweeper {
  private static final Logger log = LoggerFactory.getLogger(RecordingSweeper.class);
  private static final int AT_ONCE = 500;

  private final RecordingStore store;
  private final Recordings recordings;

  RecordingSweeper(RecordingStore store, Recordings recordings) {
    this.store = store;
    this.recordings = recordings;
  }

  @Scheduled(
      initialDelayString = "${persistence.recordings.sweep-every:10s}",
      fixedDelayString = "${persistence.recordings.sweep-every:10s}")
  void everySoOften() {
    try {
      sweep();
      Optional<RecordingFiles> current = recordings.current();
      if (current.isPresent()) {
        current.get().tidy();
      }
    } catch (IOException | DataAccessException | TransactionException | IllegalStateException e) {
      log.warn("Recordings that are to go stay until next time: {}", e.getMessage());
    }
  }

  private void sweep() throws IOException {
    List<RecordingStore.Leaving> leaving = store.leaving(AT_ONCE);
    while (!leaving.isEmpty()) {
      for (var file : leaving) {
        recordings.remove(file.store(), file.path());
        store.left(file);
      }
      leaving = store.leaving(AT_ONCE);
    }
  }
}
