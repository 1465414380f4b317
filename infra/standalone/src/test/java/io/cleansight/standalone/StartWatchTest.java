package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cleansight.embedded.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts that are slow, that do not get on, and that are refused; of shells instead of services.
 */
class StartWatchTest {
  private static final Duration STILL = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Less than the system's clock of it shows. */
  private static final Duration ANY_CPU = Duration.ofMillis(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Console console = new Console();
  private @Nullable ServiceProcess service;
  private @Nullable HttpServer health;
  private RunLayout layout = new RunLayout(Path.of(""), Path.of(""), 0, 0);

  @BeforeEach
  void layout(@TempDir Path data) {
    layout = new RunLayout(data, data, 0, 0);
  }

  @AfterEach
  void stop() {
    if (service != null) {
      service.close();
    }
    if (health != null) {
      health.stop(0);
    }
    http.close();
  }

  @Test
  void whoWorksIsWaitedForHoweverLong() throws Exception {
    long start = System.nanoTime();
    int port = health(() -> System.nanoTime() - start > STILL.multipliedBy(2).toNanos());
    var busy = started("while :; do :; done", port);
    new StartWatch(console, STILL, ANY_CPU).await(List.of(busy));
    assertThat(busy.isHealthy()).isTrue();
  }

  @Test
  void whoDoesNothingIsGivenUpWithTheEndOfItsLog() throws Exception {
    var idle = started("echo waits for what does not come; exec sleep 600", Ports.anyFree());
    assertThatThrownBy(() -> new StartWatch(console, STILL, ANY_CPU).await(List.of(idle)))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("kitchen-service has done next to nothing for 2 s")
        .hasMessageContaining("waits for what does not come");
  }

  @Test
  void whoIsRefusedIsNotStartedAgain() throws Exception {
    var refused = started("echo no such model; exit 1", Ports.anyFree());
    assertThatThrownBy(() -> new StartWatch(console, LONG, ANY_CPU).await(List.of(refused)))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("kitchen-service ended with code 1 before it was ready")
        .hasMessageContaining("no such model");
    assertThat(log()).containsOnlyOnce("no such model");
  }

  @Test
  void whoWasKilledIsStartedAgainButNotForEver() throws Exception {
    var killed = started("echo started; kill -9 $$", Ports.anyFree());
    assertThatThrownBy(() -> new StartWatch(console, LONG, ANY_CPU).await(List.of(killed)))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("kitchen-service ended with code 137 before it was ready");
    assertThat(log().lines()).hasSize(3);
  }

  @Test
  void whatIsBeingStoppedIsNotWaitedFor() throws Exception {
    var idle = started("exec sleep 600", Ports.anyFree());
    idle.close();
    new StartWatch(console, LONG, ANY_CPU).await(List.of(idle));
    assertThat(idle.isHealthy()).isFalse();
  }

  private ServiceProcess started(String script, int healthPort) throws IOException {
    var launch =
        new Launch("kitchen-service", List.of("/bin/sh", "-c", script), Map.of(), healthPort);
    service = new ServiceProcess(launch, layout, console, http);
    service.start();
    return service;
  }

  /** Answers as a service does that is ready once that is so. */
  private int health(BooleanSupplier ready) throws IOException {
    health = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    health.createContext(
        "/actuator/health",
        exchange -> {
          exchange.sendResponseHeaders(ready.getAsBoolean() ? 200 : 503, -1);
          exchange.close();
        });
    health.start();
    return health.getAddress().getPort();
  }

  private String log() throws IOException {
    return Files.readString(layout.logs().resolve("kitchen-service.log"));
  }
}
