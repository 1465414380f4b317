package io.cleansight.capture.camera;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far inference-service is behind the frames, for all cameras of this process. Kafka is asked
 * at most twice a second, by whoever wants to know, and nobody waits for the answer. Threads: any.
 */
final class Backlog {
  private static final Logger log = LoggerFactory.getLogger(Backlog.class);
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Cluster cluster;
  private final LongSupplier nanoTime;
  private Positions known;
  private long askedAt;
  private boolean asking;
  private boolean answered = true;

  /** What is asked of Kafka. */
  interface Cluster {
    /**
     * Where the topics begin and end and how far their readers are. A position is read before the
     * beginning of its partition, and before the end of the topic that its reader writes.
     *
     * @param askedAt now, to be told with the answer
     */
    CompletionStage<Positions> positions(long askedAt);

    /** Deletes the frames of a partition that lie before that offset. */
    CompletionStage<?> deleteFrames(int partition, long before);
  }

  /**
   * @param nanoTime a clock that nobody sets, in nanoseconds
   */
  Backlog(Cluster cluster, LongSupplier nanoTime) {
    this.cluster = cluster;
    this.nanoTime = nanoTime;
    this.askedAt = nanoTime.getAsLong() - FRESH_NANOS;
    this.known = new Positions(askedAt, Map.of(), Map.of());
  }

  /** What Kafka answered last; empty before its first answer. Never blocks. */
  synchronized Positions positions() {
    long now = nanoTime.getAsLong();
    if (!asking && now - askedAt >= FRESH_NANOS) {
      askedAt = now;
      CompletionStage<Positions> answer = cluster.positions(now);
      asking = true;
      answer.whenComplete(this::take);
    }
    return known;
  }

  /** As {@link Cluster#deleteFrames}. */
  CompletionStage<?> deleteFrames(int partition, long before) {
    return cluster.deleteFrames(partition, before);
  }

  private synchronized void take(@Nullable Positions answer, @Nullable Throwable failure) {
    asking = false;
    if (answer != null) {
      known = answer;
    } else if (answered) {
      log.warn("Kafka does not say how far inference-service is: {}", String.valueOf(failure));
    }
    answered = answer != null;
  }
}
