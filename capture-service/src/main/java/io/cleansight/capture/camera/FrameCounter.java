package io.cleansight.capture.camera;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts one camera's frames: captured = published + dropped + the few that are on their way. For
 * several threads.
 */
final class FrameCounter {
  static final String OVERSIZE = "oversize";
  static final String BACKLOG = "kafka_backlog";
  static final String UNSENT = "kafka_unavailable";

  private final AtomicLong captured = new AtomicLong();
  private final AtomicLong published = new AtomicLong();
  private final Map<String, AtomicLong> dropped = new ConcurrentHashMap<>();

  void capture() {
    captured.incrementAndGet();
  }

  void publish() {
    published.incrementAndGet();
  }

  void drop(String reason) {
    dropped.computeIfAbsent(reason, _ -> new AtomicLong()).incrementAndGet();
  }

  long captured() {
    return captured.get();
  }

  long published() {
    return published.get();
  }

  Map<String, Long> dropped() {
    var copy = new TreeMap<String, Long>();
    dropped.forEach((reason, count) -> copy.put(reason, count.get()));
    return copy;
  }
}
