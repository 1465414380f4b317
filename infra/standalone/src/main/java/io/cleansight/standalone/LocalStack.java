package io.cleansight.standalone;

import io.cleansight.embedded.Ports;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The whole line on this machine, from start to stop. */
final class LocalStack implements AutoCloseable {
  private static final Duration STILL = Duration.ofMinutes(2);

  /**
   * What a start takes in that time though fifty others want the CPU, and idle waiting does not.
   */
  private static final Duration LEAST_CPU = Duration.ofSeconds(2);

  private static final Duration DRAIN = Duration.ofSeconds(15);

  /** What services take from the environment; the first three the original took, too. */
  private static final List<String> PASSED_ON =
      List.of(
          "DETECTION_SAVE_INTERVAL",
          "DETECTION_SAVE_STRATEGY",
          "DETECTION_NORMAL_SAMPLE_INTERVAL",
          "RETENTION_RECORDS",
          "RETENTION_ARCHIVE",
          "RETENTION_EVIDENCE",
          "RETENTION_EVIDENCE_SIZE",
          "RETENTION_ARCHIVED",
          "RETENTION_VIOLATIONS",
          "RETENTION_HYGIENE",
          "RETENTION_ALERTS",
          "RETENTION_AUDIT",
          "CLIPS_BEFORE",
          "CLIPS_AFTER",
          "CLIPS_LONGEST",
          "CLIPS_LARGEST",
          "BRIDGE_TOPICS",
          "MQTT_URL",
          "MQTT_USERNAME",
          "MQTT_PASSWORD",
          "MQTT_CA_FILE",
          "MQTT_PREFIX",
          "MQTT_DISCOVERY");

  private static final String BLURRED = "EVIDENCE_BLURRED";

  /** A recording may be of any day that counts; it must not be gone an hour after it was played. */
  private static final Map<String, String> KEPT =
      Map.of(
          "RETENTION_RECORDS", "400d", "RETENTION_EVIDENCE", "400d", "RETENTION_HYGIENE", "400d");

  private final RunLayout layout;
  private final Console console;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
  private @Nullable Infrastructure infrastructure;
  private boolean closed;

  LocalStack(RunLayout layout, Console console) {
    this.layout = layout;
    this.console = console;
  }

  /**
   * Clears away what a killed predecessor left, starts everything, and returns when all of it is
   * well. May be closed meanwhile, by another thread.
   */
  void start(Request request, Map<String, String> environment)
      throws IOException, InterruptedException, CannotStartException {
    Files.createDirectories(layout.logs());
    // What is made in it is for its owner only by the umask that ./run sets.
    Files.setPosixFilePermissions(layout.data(), PosixFilePermissions.fromString("rwx------"));
    PidFile.endOrphans(layout, Arrays.stream(Service.values()).map(Service::title).toList())
        .forEach(it -> console.say("  " + it + " of a run that was killed is stopped"));
    requireFreePorts(layout, request.services());
    new StartWatch(console, STILL, LEAST_CPU).await(startProcesses(request, environment));
  }

  /** Stops in the data's order, so that what was captured and judged is also written. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    close(Service.CAPTURE);
    for (Service service :
        List.of(Service.INFERENCE, Service.ALERT, Service.PERSISTENCE, Service.BRIDGE)) {
      drain(service);
      close(service);
    }
    close(Service.QUERY);
    if (infrastructure != null) {
      infrastructure.close();
    }
    http.close();
  }

  /** None if the line was closed before. */
  private synchronized List<ServiceProcess> startProcesses(
      Request request, Map<String, String> environment)
      throws IOException, InterruptedException, CannotStartException {
    if (closed) {
      return List.of();
    }
    infrastructure = Infrastructure.start(layout, environment, console);
    for (var service : request.services()) {
      var settings = new HashMap<>(infrastructure.environment(service));
      settings.putAll(KEPT);
      PASSED_ON.stream()
          .filter(environment::containsKey)
          .forEach(name -> settings.put(name, String.valueOf(environment.get(name))));
      settings.putAll(
          switch (service) {
            case CAPTURE -> ofCapture(request);
            case QUERY -> ofQuery(environment);
            case PERSISTENCE -> ofPersistence(environment);
            case INFERENCE, ALERT, BRIDGE -> Map.of();
          });
      var process = new ServiceProcess(Launch.of(service, layout, settings), layout, console, http);
      services.put(service, process);
      process.start();
    }
    return List.copyOf(services.values());
  }

  private Map<String, String> ofCapture(Request request) throws IOException {
    return Map.of(
        "SPRING_APPLICATION_JSON",
        request.captureSettings(Clock.systemUTC().instant()),
        "CAMERA_PRIVATE_KEY",
        new LoginLink(layout).cameraPrivateKey());
  }

  /** Whether heads are hidden is for both to know: who shows clips, and who makes them. */
  private static Map<String, String> ofPersistence(Map<String, String> environment) {
    String blurred = environment.get(BLURRED);
    return blurred == null ? Map.of() : Map.of(BLURRED, blurred);
  }

  private Map<String, String> ofQuery(Map<String, String> environment) throws IOException {
    var settings = new HashMap<>(new LoginLink(layout).environment());
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("QUERY_ACCESS_") || name.equals(BLURRED)) {
            settings.put(name, value);
          }
        });
    return settings;
  }

  private void close(Service service) {
    ServiceProcess process = services.get(service);
    if (process != null) {
      long start = System.nanoTime();
      process.close();
      console.say(
          "  %-20s stopped after %.1f s"
              .formatted(service.title(), (System.nanoTime() - start) / 1e9));
    }
  }

  /** Waits a while for a service to read what is there; the rest it reads at the next start. */
  private void drain(Service service) {
    if (!services.containsKey(service) || infrastructure == null) {
      return;
    }
    try (var drain = new Drain(infrastructure.bootstrapServers())) {
      long left = drain.await(service, DRAIN);
      if (left > 0) {
        console.say("  " + service.title() + " reads " + left + " events at the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      console.say(
          "  " + service.title() + " reads the last events at the next start: " + e.getMessage());
    }
  }

  private static void requireFreePorts(RunLayout layout, List<Service> services)
      throws CannotStartException {
    var needed = new ArrayList<Integer>(List.of(layout.kafkaPort(), layout.controllerPort()));
    for (var service : services) {
      needed.add(service.port(layout));
    }
    for (int port : needed) {
      if (!Ports.isFree(port)) {
        throw new CannotStartException(
            "port "
                + port
                + " is taken; choose others with --port (web page) or --base-port (all behind it)");
      }
    }
  }
}
