package io.cleansight.video.decoder;

import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.process.ContainedProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts decoders, a few at the same time, and keeps some that have started, have rehearsed an
 * opening and wait for a source. That takes more of a processor than the opening itself does: a
 * camera that is given one of those is seen that much earlier, where another instance's cameras are
 * taken over.
 */
@ThreadSafe
final class DecoderStarts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DecoderStarts.class);

  /**
   * Processes that start at the same time: starting takes nothing but processor time, and all at
   * once none would be there in time.
   */
  private static final int STARTING = 2 * Runtime.getRuntime().availableProcessors();

  /** How long a start that nobody waits for lets cameras go first, each time. */
  private static final Duration DEFERENCE = Duration.ofSeconds(10);

  private final Semaphore starting = new Semaphore(STARTING, true);
  private final ContainedProcesses processes;
  private final int standby;
  private final Queue<ReadyDecoder> waiting = new ConcurrentLinkedQueue<>();
  private final ThreadPoolExecutor refills;
  private final CountDownLatch filled = new CountDownLatch(1);
  private final Lock lock = new ReentrantLock();
  private final Condition nobodyOpens = lock.newCondition();
  private int opening;

  /**
   * @param standby how many wait, once they have started
   */
  DecoderStarts(ContainedProcesses processes, int standby) {
    this.processes = processes;
    this.standby = standby;
    this.refills =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(1), // what is asked for twice is done once
            Thread.ofPlatform().name("decoder-standby").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    refill();
  }

  /**
   * Opens a source in one that is ready; whoever opened it closes it.
   *
   * @throws VideoException if none can be started, or as the opening does
   */
  Video open(Opener opener) throws VideoException {
    count(1);
    try {
      return opener.open(take());
    } finally {
      count(-1);
      refill();
    }
  }

  /** Waits until those that wait for a source have started for the first time, or so long. */
  void awaitFilled(Duration patience) throws InterruptedException {
    if (standby > 0 && !filled.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      log.info("{} of {} decoders are ready after {}", waiting.size(), standby, patience);
    }
  }

  /** How many wait for a source. */
  int size() {
    return waiting.size();
  }

  @Override
  public void close() {
    refills.shutdownNow();
  }

  private ReadyDecoder take() throws VideoException {
    ReadyDecoder first = waiting();
    if (first != null) {
      return first;
    }
    try {
      starting.acquire();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new VideoException(Fault.STALLED);
    }
    try {
      ReadyDecoder another = waiting(); // has started while this waited for its turn
      return another != null ? another : start();
    } finally {
      starting.release();
    }
  }

  private @Nullable ReadyDecoder waiting() {
    ReadyDecoder first = waiting.poll();
    while (first != null && !first.process().isAlive()) {
      first.process().close();
      first = waiting.poll();
    }
    return first;
  }

  private ReadyDecoder start() throws VideoException {
    try {
      return ReadyDecoder.await(processes.start());
    } catch (IOException e) {
      log.error("no process can be started for a decoder", e);
      throw new VideoException(Fault.DECODER_LOST);
    }
  }

  private void refill() {
    if (standby > 0) {
      refills.execute(this::fill);
    }
  }

  private void fill() {
    try {
      while (waiting.size() < standby) {
        letOthersOpen();
        starting.acquire();
        try {
          ReadyDecoder ready = start();
          ready.rehearse();
          waiting.add(ready);
        } finally {
          starting.release();
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (VideoException e) {
      log.warn("no decoder waits for the next source: {}", e.fault());
    } finally {
      filled.countDown();
    }
  }

  private void count(int more) {
    lock.lock();
    try {
      opening += more;
      if (opening == 0) {
        nobodyOpens.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void letOthersOpen() throws InterruptedException {
    lock.lock();
    try {
      long left = DEFERENCE.toNanos();
      while (opening > 0 && left > 0) {
        left = nobodyOpens.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Tells a decoder of its source. */
  @FunctionalInterface
  interface Opener {
    Video open(ReadyDecoder decoder) throws VideoException;
  }
}
