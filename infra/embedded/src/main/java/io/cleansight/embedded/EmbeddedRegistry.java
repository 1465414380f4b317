package io.cleansight.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Apicurio's schema registry as a process of its own, on loopback, its schemas in memory. For
 * tests, which have it unpacked; ends with this process.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Process process;
  private final String address;

  private EmbeddedRegistry(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it and waits until it answers; its log is {@code registry.log} in {@code folder}.
   *
   * @param home where {@code apicurio-registry-app} was unpacked
   * @throws IllegalStateException if it has ended, or does not answer within two minutes
   */
  public static EmbeddedRegistry start(Path home, Path folder)
      throws IOException, InterruptedException {
    int port = Ports.anyFree(2);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    "-Dquarkus.management.host=127.0.0.1",
                    "-Dquarkus.management.port=" + (port + 1),
                    "-Dapicurio.storage.kind=sql",
                    "-Dapicurio.storage.sql.kind=h2",
                    "-jar",
                    home.toAbsolutePath().resolve("quarkus-run.jar").toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    var registry = new EmbeddedRegistry(process, "http://127.0.0.1:" + port);
    registry.awaitAnswer();
    return registry;
  }

  /** Its interface as Confluent's registry has it. */
  public String url() {
    return address + "/apis/ccompat/v7";
  }

  /** Its own interface. */
  public String nativeUrl() {
    return address + "/apis/registry/v3";
  }

  /** From now on it takes connections and does not answer. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int failed =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (failed != 0) {
      throw new IOException("the registry took no " + name);
    }
  }

  private void awaitAnswer() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (var http = HttpClient.newHttpClient()) {
      while (!answers(http)) {
        if (!process.isAlive() || System.nanoTime() - deadline > 0) {
          process.destroyForcibly();
          throw new IllegalStateException("the registry does not answer; see registry.log");
        }
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    }
  }

  private boolean answers(HttpClient http) throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(url() + "/subjects")).timeout(LOOK.multipliedBy(10));
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
