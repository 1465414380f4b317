package io.cleansight.capture.publish;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * A live camera's way to Kafka: at most {@value #IN_FLIGHT} frames are sent and not acknowledged,
 * and one more waits, whose place the next one takes. So whoever reads the camera never waits for
 * Kafka, and what goes out when Kafka takes it is the newest. A frame that is dropped is counted,
 * and takes no sequence.
 */
@ThreadSafe
public final class LiveFrames implements AutoCloseable {
  /** Most frames that are sent and not yet acknowledged. */
  public static final int IN_FLIGHT = 32;

  private final RunFrames frames;
  private final EventSender sender;
  private final FrameCounter counter;
  private final Executor executor;
  private final CountDownLatch stop;
  private final Semaphore window = new Semaphore(IN_FLIGHT);
  private final AtomicReference<@Nullable Shot> newest = new AtomicReference<>();

  /** How many calls have asked to send since the sending thread looked last. */
  private final AtomicInteger asked = new AtomicInteger();

  private volatile boolean closed;

  /** Of the next frame; for whoever sends, one at a time. */
  private long sequence;

  /**
   * One picture of a camera.
   *
   * @param width of the picture, in pixels
   * @param height of the picture, in pixels
   */
  public record Shot(Instant capturedAt, int width, int height, byte[] jpeg) {}

  /**
   * @param executor on whose threads frames are sent, each blocking no longer than max.block.ms
   * @param stop once it is down nothing is sent: another instance may have the camera by then
   */
  public LiveFrames(
      RunFrames frames,
      EventSender sender,
      FrameCounter counter,
      Executor executor,
      CountDownLatch stop) {
    this.frames = frames;
    this.sender = sender;
    this.counter = counter;
    this.executor = executor;
    this.stop = stop;
  }

  /** Takes a picture to be sent; never waits. */
  public void offer(Shot shot) {
    counter.capture();
    if (FramePublisher.isTooLarge(shot.jpeg().length)) {
      counter.drop(FrameCounter.OVERSIZE);
      return;
    }
    if (newest.getAndSet(shot) != null) {
      counter.drop(FrameCounter.BACKLOG);
    }
    sendSoon();
  }

  /** Counts a picture that is not to be sent. */
  public void passOver(String reason) {
    counter.capture();
    counter.drop(reason);
  }

  /** Nothing is sent any more; what waits is dropped. */
  @Override
  public void close() {
    closed = true;
    if (newest.getAndSet(null) != null) {
      counter.drop(FrameCounter.BACKLOG);
    }
  }

  private void sendSoon() {
    if (asked.getAndIncrement() == 0) {
      executor.execute(this::sendAll);
    }
  }

  private void sendAll() {
    int seen = 1;
    while (seen > 0) {
      sendWhatIsTaken();
      seen = asked.addAndGet(-seen);
    }
  }

  private void sendWhatIsTaken() {
    while (!isOver() && newest.get() != null && window.tryAcquire()) {
      Shot shot = newest.getAndSet(null);
      if (shot == null) { // closed meanwhile
        window.release();
      } else {
        send(shot);
      }
    }
  }

  private boolean isOver() {
    return closed || stop.getCount() == 0;
  }

  private void send(Shot shot) {
    Frame frame = frames.frame(sequence, shot);
    var sent = sender.send(Topics.FRAMES, frame.getFrameId(), frame.getCapturedAt(), frame);
    if (!sent.isCompletedExceptionally()) {
      sequence++;
    }
    sent.whenComplete(
        (_, failure) -> {
          counter.settle(failure);
          window.release();
          if (newest.get() != null) {
            sendSoon();
          }
        });
  }
}
