package io.cleansight.video.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.NotThreadSafe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that runs in a process of its own. */
@NotThreadSafe
public final class ContainedProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ContainedProcess.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Process process;
  private final ScheduledExecutorService timer;

  /**
   * @param timer kills it when it is late
   */
  ContainedProcess(Process process, ScheduledExecutorService timer) {
    this.process = process;
    this.timer = timer;
  }

  /** What it says. */
  public InputStream answers() {
    return process.getInputStream();
  }

  /** What it is told. */
  public OutputStream requests() {
    return process.getOutputStream();
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it unless that is closed before. */
  public Limit within(Duration time) {
    try {
      return new Limit(timer.schedule(this::kill, time.toNanos(), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException ending) { // the service, and all processes with it
      kill();
      return new Limit(CompletableFuture.completedFuture(null));
    }
  }

  /** Whether it is stopped, hangs or has long been dead. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Tells it nothing more, and lets it end by itself for a moment. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException dead) {
      log.debug("process {} was dead before it was closed", process.pid());
    }
    Limit farewell = within(FAREWELL);
    process.onExit().thenRun(farewell::close);
  }

  /** A time within which it answers or dies. */
  public record Limit(Future<?> kill) implements AutoCloseable {
    public boolean isOver() {
      return kill.isDone();
    }

    @Override
    public void close() {
      kill.cancel(false);
    }
  }
}
