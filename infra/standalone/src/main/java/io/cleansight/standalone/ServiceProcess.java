package io.cleansight.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One service as a process of its own: started, watched, started again when it dies, and stopped.
 */
final class ServiceProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int LAST_LINES = 15;

  private final Service service;
  private final RunLayout layout;
  private final Map<String, String> environment;
  private final Console console;
  private final HttpClient http;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Process process;

  ServiceProcess(
      Service service,
      RunLayout layout,
      Map<String, String> environment,
      Console console,
      HttpClient http) {
    this.service = service;
    this.layout = layout;
    this.environment = Map.copyOf(environment);
    this.console = console;
    this.http = http;
  }

  String title() {
    return service.title();
  }

  /** Starts it; whenever it ends by itself it is started again after a pause. */
  synchronized void start() throws IOException {
    if (stopping.getCount() == 0) {
      return;
    }
    Files.createDirectories(layout.logs());
    var builder = new ProcessBuilder(command()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("SERVER_PORT", Integer.toString(service.port(layout)));
    if (service.port(layout) != service.managementPort(layout)) {
      builder
          .environment()
          .put("MANAGEMENT_PORT", Integer.toString(service.managementPort(layout)));
    }
    builder
        .environment()
        .put("STATE_DIR", layout.data().resolve("state").resolve(service.title()).toString());
    Process begun = builder.start();
    new PidFile(layout, service.title()).write(begun.toHandle());
    begun.onExit().thenAcceptAsync(this::ended);
    process = begun;
  }

  /**
   * Waits until it answers that it is well.
   *
   * @throws CannotStartException if it does not within {@code patience}; with the end of its log
   */
  void awaitHealth(Duration patience) throws InterruptedException, CannotStartException {
    long end = System.nanoTime() + patience.toNanos();
    while (!isHealthy()) {
      if (stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      if (System.nanoTime() - end > 0) {
        throw new CannotStartException(
            service.title()
                + " did not start within "
                + patience.toSeconds()
                + " s; its log ends:\n"
                + endOfLog());
      }
    }
  }

  boolean isHealthy() throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://127.0.0.1:" + service.managementPort(layout) + "/actuator/health"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    Process running;
    synchronized (this) {
      running = process;
    }
    try {
      if (running != null) {
        PidFile.end(running.toHandle(), PATIENCE);
      }
      new PidFile(layout, service.title()).delete();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      console.say("  " + service.title() + ": " + e.getMessage());
    }
  }

  private void ended(Process dead) {
    try {
      if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      console.say(
          "  " + service.title() + " ended with code " + dead.exitValue() + "; starting it again");
      start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      console.say("  " + service.title() + " cannot be started again: " + e.getMessage());
    }
  }

  private List<String> command() {
    var command = new ArrayList<String>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add(
          "/usr/bin/setsid"); // Ctrl-C is for the launcher, which stops the services in order
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + layout.home().resolve("infra/images/jvm.options"));
    command.add("-XX:+UseSerialGC");
    command.add("-Xmx" + service.heap());
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + layout.data().resolve("native"));
    command.add("-cp");
    command.add(service.classPath(layout.home()));
    command.add(service.mainClass());
    return command;
  }

  private Path log() {
    return layout.logs().resolve(service.title() + ".log");
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }
}
