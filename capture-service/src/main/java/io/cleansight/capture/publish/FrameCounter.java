package io.cleansight.capture.publish;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts one camera's frames: captured = published + dropped + the few that are on their way. For
 * several threads.
 */
public final class FrameCounter {
  public static final String OVERSIZE = "oversize";
  public static final String BACKLOG = "kafka_backlog";
  public static final String UNSENT = "kafka_unavailable";

  /** Nothing moved in it, and one like it was sent not long before. */
  public static final String STILL = "still";

  private final AtomicLong captured = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong published = new AtomicLong();
  private final Map<String, AtomicLong> dropped = new ConcurrentHashMap<>();

  public void capture() {
    captured.incrementAndGet();
  }

  public void publish() {
    published.incrementAndGet();
  }

  /** After the broker has answered, or will not. */
  void settle(@Nullable Throwable failure) {
    if (failure == null) {
      publish();
    } else {
      drop(UNSENT);
    }
  }

  public void drop(String reason) {
    dropped.computeIfAbsent(reason, _ -> new AtomicLong()).incrementAndGet();
  }

  /** So many bytes of its video have come. */
  public void receive(long bytes) {
    received.addAndGet(bytes);
  }

  /** Bytes of video; 0 where none is kept. */
  public long received() {
    return received.get();
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
