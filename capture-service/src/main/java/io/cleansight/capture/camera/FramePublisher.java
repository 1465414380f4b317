package io.cleansight.capture.camera;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import io.cleansight.messaging.BrokerClock;
import io.cleansight.messaging.EventRecords;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Sends one camera's frames in order, at most {@value #IN_FLIGHT} unacknowledged: beyond that a
 * live frame is dropped and counted, and a recorded one waits. For one thread.
 */
final class FramePublisher {
  /** Largest JPEG that is sent; half the record limit. */
  static final int LARGEST_JPEG = 4 << 20;

  private static final int IN_FLIGHT = 32;
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final KafkaTemplate<String, Object> kafka;
  private final EventRecords records;
  private final BrokerClock clock;
  private final Tally tally;
  private final CountDownLatch stop;
  private final Semaphore window = new Semaphore(IN_FLIGHT);

  FramePublisher(
      KafkaTemplate<String, Object> kafka,
      EventRecords records,
      BrokerClock clock,
      Tally tally,
      CountDownLatch stop) {
    this.kafka = kafka;
    this.records = records;
    this.clock = clock;
    this.tally = tally;
    this.stop = stop;
  }

  /**
   * Whether the frame is on its way; if not it has been counted as dropped. Blocks no longer than
   * max.block.ms.
   */
  boolean offer(Frame frame) {
    tally.capture();
    if (tooLarge(frame)) {
      return false;
    }
    if (!window.tryAcquire()) {
      tally.drop(Tally.BACKLOG);
      return false;
    }
    var sent = send(frame);
    boolean failed = sent.isCompletedExceptionally();
    sent.whenComplete(
        (_, failure) -> {
          if (failure == null) {
            tally.publish();
          } else {
            tally.drop(Tally.UNSENT);
          }
        });
    return !failed;
  }

  /** Sends the frame however long it takes; returns early only when the camera is being stopped. */
  void insist(Frame frame) throws InterruptedException {
    tally.capture();
    if (tooLarge(frame)) {
      return;
    }
    while (stop.getCount() > 0) {
      if (!window.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        continue;
      }
      var sent = send(frame);
      if (!sent.isCompletedExceptionally()) {
        // The producer retries for ever, in order: once taken, it arrives.
        sent.thenRun(tally::publish);
        return;
      }
      stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Waits until every frame taken is acknowledged, or the time is over. */
  boolean flush(Duration patience) throws InterruptedException {
    boolean all = window.tryAcquire(IN_FLIGHT, patience.toMillis(), TimeUnit.MILLISECONDS);
    if (all) {
      window.release(IN_FLIGHT);
    }
    return all;
  }

  private boolean tooLarge(Frame frame) {
    boolean tooLarge = frame.getJpeg().remaining() > LARGEST_JPEG;
    if (tooLarge) {
      tally.drop(Tally.OVERSIZE);
    }
    return tooLarge;
  }

  private CompletableFuture<?> send(Frame frame) {
    CompletableFuture<?> sent;
    try {
      var record =
          records.of(Topics.FRAMES, frame.getFrameId(), frame.getCapturedAt(), frame, null);
      sent = clock.timing(() -> kafka.send(record));
    } catch (org.springframework.kafka.KafkaException
        | org.apache.kafka.common.KafkaException notTaken) {
      sent = CompletableFuture.failedFuture(notTaken);
    }
    return sent.whenComplete((_, _) -> window.release());
  }
}
