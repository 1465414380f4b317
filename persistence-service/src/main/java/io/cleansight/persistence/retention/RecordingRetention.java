package io.cleansight.persistence.retention;

import io.cleansight.persistence.retention.ExpiredRecordingStore.Expired;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets old recordings go, by age and by the size of all; never one around a violation that is held.
 * Rows go first: files follow once nothing tells of them.
 */
@Component
class RecordingRetention {
  private static final Logger log = LoggerFactory.getLogger(RecordingRetention.class);
  private static final int AT_ONCE = 500;

  private final RetentionProperties properties;
  private final ExpiredRecordingStore store;
  private final Clock clock;

  RecordingRetention(RetentionProperties properties, ExpiredRecordingStore store, Clock clock) {
    this.properties = properties;
    this.store = store;
    this.clock = clock;
  }

  /** What would go now, in words. */
  List<String> wouldGo() {
    return List.of(dueByAge(Integer.MAX_VALUE), dueBySize(Integer.MAX_VALUE)).stream()
        .filter(due -> !due.isEmpty())
        .map(
            due ->
                "%d recordings, %d bytes in all"
                    .formatted(due.size(), due.stream().mapToLong(Expired::bytes).sum()))
        .toList();
  }

  void letGo() {
    letGo(this::dueByAge);
    letGo(this::dueBySize);
  }

  private void letGo(IntFunction<List<Expired>> due) {
    List<Expired> these = due.apply(AT_ONCE);
    while (!these.isEmpty()) {
      int gone = store.letGo(these.stream().map(Expired::id).toList());
      log.info("{} recordings have reached their age or the limit of size", gone);
      these = gone == 0 ? List.of() : due.apply(AT_ONCE);
    }
  }

  private List<Expired> dueByAge(int limit) {
    Duration age = properties.recordings();
    return age.isZero() ? List.of() : store.dueByAge(clock.instant().minus(age), limit);
  }

  private List<Expired> dueBySize(int limit) {
    long size = properties.recordingsSize().toBytes();
    return size == 0 ? List.of() : store.dueBySize(size, limit);
  }
}
