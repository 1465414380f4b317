package io.cleansight.capture.publish;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.NotThreadSafe;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends a recorded camera's frames in order, at most {@value #IN_FLIGHT} unacknowledged: beyond
 * that the next one waits.
 */
@NotThreadSafe
public final class FramePublisher {
  /** Largest JPEG that is sent; half the record limit. */
  static final int LARGEST_JPEG = 4 << 20;

  /** Most frames that are sent and not yet acknowledged. */
  public static final int IN_FLIGHT = 32;

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final EventSender sender;
  private final FrameCounter counter;
  private final CountDownLatch stop;
  private final Semaphore window = new Semaphore(IN_FLIGHT);

  /** The highest sequence of recorded frames that has been counted as captured. */
  private long captured = -1;

  /** Recorded frames counted as captured and not yet as published; no more than are in flight. */
  private final Set<Long> unacknowledged = ConcurrentHashMap.newKeySet();

  public FramePublisher(EventSender sender, FrameCounter counter, CountDownLatch stop) {
    this.sender = sender;
    this.counter = counter;
    this.stop = stop;
  }

  /**
   * Retries until the producer accepts the frame; gives up only when the camera is being stopped. A
   * sequence that is published again is sent again but counted once.
   *
   * @return the acknowledgement, for which the producer retries indefinitely and in order; empty if
   *     the frame is too large or the camera is being stopped
   */
  public Optional<CompletableFuture<RecordMetadata>> insist(Frame frame)
      throws InterruptedException {
    long sequence = frame.getSequence();
    boolean first = sequence > captured;
    if (first) {
      captured = sequence;
      counter.capture();
    }
    if (isTooLarge(frame.getJpeg().remaining())) {
      if (first) {
        counter.drop(FrameCounter.OVERSIZE);
      }
      return Optional.empty();
    }
    if (first) {
      unacknowledged.add(sequence);
    }
    return sendUntilAccepted(frame);
  }

  private Optional<CompletableFuture<RecordMetadata>> sendUntilAccepted(Frame frame)
      throws InterruptedException {
    while (stop.getCount() > 0) {
      if (!window.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        continue;
      }
      var sent = send(frame);
      if (!sent.isCompletedExceptionally()) {
        sent.thenRun(() -> acknowledged(frame.getSequence()));
        return Optional.of(sent);
      }
      stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return Optional.empty();
  }

  /**
   * Waits until every frame taken is acknowledged, the time is over, or the camera is being
   * stopped.
   */
  public boolean flush(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!window.tryAcquire(IN_FLIGHT, PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
      if (stop.getCount() == 0 || System.nanoTime() - end >= 0) {
        return false;
      }
    }
    window.release(IN_FLIGHT);
    return true;
  }

  static boolean isTooLarge(int jpegBytes) {
    return jpegBytes > LARGEST_JPEG;
  }

  private void acknowledged(long sequence) {
    if (unacknowledged.remove(sequence)) {
      counter.publish();
    }
  }

  private CompletableFuture<RecordMetadata> send(Frame frame) {
    var sent = sender.send(Topics.FRAMES, frame.getFrameId(), frame.getCapturedAt(), frame);
    sent.whenComplete((_, _) -> window.release());
    return sent;
  }
}
