package io.cleansight.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One service as a process of its own: started, watched, started again when it dies, and stopped.
 *
 * <p>Until it has been well for the first time, it is not started again if it ended by itself: what
 * it was refused for, such as a setting, is refused the next time, too.
 */
final class ServiceProcess implements AutoCloseable {
  /** For an end in which it may also write the archive of its classes, on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * Exit codes from here on tell of a signal: somebody ended it, such as a system out of memory.
   */
  private static final int BY_SIGNAL = 128;

  private static final int MOST_SIGNALS = 3;
  private static final int LAST_LINES = 15;

  private final Launch launch;
  private final RunLayout layout;
  private final Console console;
  private final HttpClient http;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Process process;
  private @Nullable String failure;
  private boolean wasWell;
  private int signals;

  ServiceProcess(Launch launch, RunLayout layout, Console console, HttpClient http) {
    this.launch = launch;
    this.layout = layout;
    this.console = console;
    this.http = http;
  }

  String title() {
    return launch.title();
  }

  /** Starts it; whenever it ends it is started again after a pause. */
  synchronized void start() throws IOException {
    if (stopping.getCount() == 0) {
      return;
    }
    Files.createDirectories(layout.logs());
    var builder = new ProcessBuilder(launch.command()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(launch.environment());
    Process begun = builder.start();
    new PidFile(layout, title()).write(begun.toHandle());
    process = begun;
    begun.onExit().thenAcceptAsync(this::ended);
  }

  /**
   * Whether it answers that it is well.
   *
   * @throws CannotStartException if it never was and will not be; with the end of its log
   */
  boolean isReady() throws InterruptedException, CannotStartException {
    boolean well = isHealthy();
    synchronized (this) {
      if (failure != null && !wasWell) {
        throw new CannotStartException(failure + "; its log ends:\n" + endOfLog());
      }
      wasWell |= well;
    }
    return well;
  }

  boolean isHealthy() throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + launch.healthPort() + "/actuator/health"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** CPU time that its process has taken so far. */
  synchronized Duration cpu() {
    return process == null
        ? Duration.ZERO
        : process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Waits so long; true, and at once, if it is being stopped. */
  boolean awaitStopping(Duration time) throws InterruptedException {
    return stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }

  /** One that was never ready has nothing to finish, and its classes are not worth keeping. */
  @Override
  public void close() {
    stopping.countDown();
    Process running;
    Duration patience;
    synchronized (this) {
      running = process;
      patience = wasWell ? PATIENCE : Duration.ZERO;
    }
    try {
      if (running != null) {
        PidFile.end(running.toHandle(), patience);
      }
      new PidFile(layout, title()).delete();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      console.say("  " + title() + ": " + e.getMessage());
    }
  }

  private void ended(Process dead) {
    try {
      if (isRefusal(dead.exitValue()) || stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      console.say("  " + title() + " ended with code " + dead.exitValue() + "; starting it again");
      start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      console.say("  " + title() + " cannot be started again: " + e.getMessage());
    }
  }

  private synchronized boolean isRefusal(int code) {
    if (wasWell || stopping.getCount() == 0) {
      return false;
    }
    signals += code >= BY_SIGNAL ? 1 : 0;
    if (code < BY_SIGNAL || signals >= MOST_SIGNALS) {
      failure = title() + " ended with code " + code + " before it was ready";
    }
    return failure != null;
  }

  private Path log() {
    return layout.logs().resolve(title() + ".log");
  }
}
