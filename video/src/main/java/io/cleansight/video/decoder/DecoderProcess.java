package io.cleansight.video.decoder;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.NotThreadSafe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running decoder. */
@NotThreadSafe
final class DecoderProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DecoderProcess.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Process process;
  private final ScheduledExecutorService timer;
  private final Wire wire;

  /**
   * @param timer kills it when it is late
   */
  DecoderProcess(Process process, ScheduledExecutorService timer) {
    this.process = process;
    this.timer = timer;
    this.wire = new Wire(process.getInputStream(), process.getOutputStream());
  }

  Wire wire() {
    return wire;
  }

  /** Kills it unless that is closed before. */
  Limit within(Duration time) {
    try {
      return new Limit(timer.schedule(this::kill, time.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException ending) { // the service, and all decoders with it
      kill();
      return new Limit(CompletableFuture.completedFuture(null));
    }
  }

  /** Whether it is stopped, hangs or has long been dead. */
  void kill() {
    process.destroyForcibly();
  }

  /** Lets it say goodbye to its camera, for a moment. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException dead) {
      log.debug("decoder {} was dead before it was closed", process.pid());
    }
    Limit farewell = within(FAREWELL);
    process.onExit().thenRun(farewell::close);
  }

  /** A time within which it answers or dies. */
  record Limit(Future<?> kill) implements AutoCloseable {
    boolean isOver() {
      return kill.isDone();
    }

    @Override
    public void close() {
      kill.cancel(false);
    }
  }
}
