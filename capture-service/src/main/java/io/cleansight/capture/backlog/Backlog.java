package io.cleansight.capture.backlog;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions of inference-service's consumer groups, shared by all cameras of this process.
 * Refreshed on demand, at most twice a second; callers never block.
 */
@ThreadSafe
public final class Backlog {
  private static final Logger log = LoggerFactory.getLogger(Backlog.class);
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Cluster cluster;
  private final LongSupplier nanoTime;
  private Positions known;
  private long askedAt;
  private boolean asking;
  private boolean answered = true;

  /** The requests to Kafka. */
  public interface Cluster {
    /**
     * Reads log start, log end and committed offsets. A committed offset is read before the start
     * of its partition, and before the end of the topic that its group produces.
     *
     * @param askedAt now, returned with the answer
     */
    CompletionStage<Positions> positions(long askedAt);

    /** Deletes a partition's frames before that offset. */
    CompletionStage<?> deleteFrames(int partition, long before);
  }

  /**
   * @param nanoTime a clock that nobody sets, in nanoseconds
   */
  public Backlog(Cluster cluster, LongSupplier nanoTime) {
    this.cluster = cluster;
    this.nanoTime = nanoTime;
    this.askedAt = nanoTime.getAsLong() - FRESH_NANOS;
    this.known = new Positions(askedAt, Map.of(), Map.of());
  }

  /** The last answer; empty before the first. Never blocks. */
  public synchronized Positions positions() {
    long now = nanoTime.getAsLong();
    if (!asking && now - askedAt >= FRESH_NANOS) {
      askedAt = now;
      CompletionStage<Positions> answer = cluster.positions(now);
      asking = true;
      answer.whenComplete(this::onAnswer);
    }
    return known;
  }

  /** As {@link Cluster#deleteFrames}. */
  public CompletionStage<?> deleteFrames(int partition, long before) {
    return cluster.deleteFrames(partition, before);
  }

  private synchronized void onAnswer(@Nullable Positions answer, @Nullable Throwable failure) {
    asking = false;
    if (answer != null) {
      known = answer;
    } else if (answered) {
      log.warn("positions of inference-service are unknown: {}", String.valueOf(failure));
    }
    answered = answer != null;
  }
}
