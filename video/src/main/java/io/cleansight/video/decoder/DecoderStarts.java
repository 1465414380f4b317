package io.cleansight.video.decoder;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.process.ContainedProcesses;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts decoders, a few at the same time, and keeps some that have started and wait for a source.
 * Starting takes more of a processor than opening does: a camera that is given one of those is seen
 * that much earlier, where another instance's cameras are taken over.
 */
@ThreadSafe
final class DecoderStarts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DecoderStarts.class);

  /**
   * Processes that start at the same time: starting takes nothing but processor time, and all at
   * once none would be there in time.
   */
  private static final int STARTING = 2 * Runtime.getRuntime().availableProcessors();

  private final Semaphore starting = new Semaphore(STARTING, true);
  private final ContainedProcesses processes;
  private final int standby;
  private final Queue<ReadyDecoder> waiting = new ConcurrentLinkedQueue<>();
  private final ThreadPoolExecutor refills;

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
   * One that is ready; whoever asks for it closes its process.
   *
   * @throws VideoException if none can be started
   */
  ReadyDecoder take() throws VideoException {
    try {
      ReadyDecoder first = waiting();
      if (first != null) {
        return first;
      }
      starting.acquire();
      try {
        ReadyDecoder another = waiting(); // has started while this waited for its turn
        return another != null ? another : start();
      } finally {
        starting.release();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new VideoException(Fault.STALLED);
    } finally {
      refill();
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
        starting.acquire();
        try {
          waiting.add(start());
        } finally {
          starting.release();
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } catch (VideoException e) {
      log.warn("no decoder waits for the next source: {}", e.fault());
    }
  }
}
