package io.cleansight.capture.publish;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts one camera's frames: captured = published + dropped + the few that are on their way. For
 * several threads.
 */
public final class FrameCounter {
  public static final String OVERSIZE = "oversize";
  public static final String BACKLOG = "kafka_backlog";
  public static final String UNSENT = "kafka_unavailable";

  private final AtomicLong captured = new AtomicLong();
  private final AtomicLong published = new AtomicLong();
  private final Map<String, AtomicLong> dropped = new ConcurrentHashMap<>();

  public void capture() {
    captured.incrementAndGet();
  }

  public void publish() {
    published.incrementAndGet();
  }

  public void drop(String reason) {
    dropped.computeIfAbsent(reason, _ -> new AtomicLong()).incrementAndGet();
  }

  public long captured() {
    return captured.get();
  }

  public long published() {
    return published.get();
  }

  public Map<String, Long> dropped() {
    var copy = new TreeMap<String, Long>();
    dropped.forEach((reason, count) -> copy.put(reason, count.get()));
    return copy;
  }
}
