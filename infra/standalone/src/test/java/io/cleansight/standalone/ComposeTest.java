package io.cleansight.standalone;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers of compose can do what they must. */
class ComposeTest {
  private static final Path FILE = Launched.HOME.resolve("infra/compose/compose.yaml");

  private static Map<String, Object> services() throws IOException {
    // Merge keys (<<) are resolved on reading.
    return Chart.at(Chart.load(Files.readString(FILE)), "services");
  }

  /**
   * Docker mounts a tmpfs noexec unless it is told otherwise, and nothing can be loaded from it.
   */
  @Test
  void nativeLibrariesCanBeLoadedFromWhereTheyAreUnpacked() throws IOException {
    String start = Files.readString(Launched.HOME.resolve("infra/images/start"));
    assertThat(start).contains("-Dorg.bytedeco.javacpp.cachedir=/tmp/");
    for (Service service : Service.values()) {
      Map<String, Object> container = Chart.at(services(), service.title());
      assertThat(container).containsEntry("read_only", true);
      assertThat((List<?>) container.get("tmpfs")).singleElement().isEqualTo("/tmp:exec");
    }
  }

  /** A trace goes through all five. */
  @Test
  void everyServiceIsToldWhereTracesGo() throws IOException {
    for (Service service : Service.values()) {
      assertThat(Chart.at(services(), service.title(), "environment"))
          .containsEntry("TRACING_ENDPOINT", "${TRACING_ENDPOINT:-}")
          .containsEntry("TRACING_SAMPLING", "${TRACING_SAMPLING:-0.01}");
    }
  }

  /** One that read by no registry would put what another wrote by its ids into dead letters. */
  @Test
  void everyServiceIsToldTheFramingAndItsRegistry() throws IOException {
    for (Service service : Service.values()) {
      assertThat(Chart.at(services(), service.title(), "environment"))
          .containsEntry("TOPIC_FRAMING", "${TOPIC_FRAMING:-avro}")
          .containsEntry("REGISTRY_URL", "${REGISTRY_URL:-}");
    }
    assertThat(Chart.at(services(), "registry")).containsEntry("profiles", List.of("registry"));
    assertThat(Chart.at(services(), "register-schemas"))
        .containsEntry("profiles", List.of("registry"))
        .containsEntry("command", List.of("register-schemas"));
  }

  /** What Docker waits before it kills is less than a service may need to end. */
  @Test
  void aServiceHasTheTimeToEndThatTheChartGivesIt() throws IOException {
    for (Service service : Service.values()) {
      assertThat(Chart.at(services(), service.title()))
          .containsEntry(
              "stop_grace_period",
              Chart.at(Chart.values(), "services", service.title())
                      .getOrDefault(
                          "terminationGracePeriodSeconds",
                          Chart.at(Chart.values(), "pods").get("terminationGracePeriodSeconds"))
                  + "s");
    }
  }

  /** What the image asks to see whether it is well is answered by a service alone. */
  @Test
  void migrationsAreNotAskedWhetherTheyAreReady() throws IOException {
    assertThat(Chart.at(services(), "migrations", "healthcheck")).containsEntry("disable", true);
  }

  @Test
  void theCameraPlaysTheVideoThatCaptureWouldPlay() throws IOException {
    Map<String, Object> camera = Chart.at(services(), "camera");
    assertThat(camera).containsEntry("profiles", List.of("camera"));
    assertThat(List.<Object>copyOf(items(camera, "volumes")))
        .contains("./mediamtx.yml:/mediamtx.yml:ro", "./videos:/videos:ro");
    assertThat(List.<Object>copyOf(items(Chart.at(services(), "capture-service"), "volumes")))
        .contains("./videos:/videos:ro");
    String played =
        String.valueOf(
            Chart.at(
                    Chart.load(Files.readString(FILE.resolveSibling("mediamtx.yml"))),
                    "paths",
                    "line-1")
                .get("runOnInit"));
    assertThat(played).contains("-stream_loop -1 -i /videos/line-1.mp4 ");
    assertThat(Files.readString(FILE.resolveSibling("env.example")))
        .contains("\"source\": \"/videos/line-1.mp4\"");
  }

  /** And that finds what it mounts. */
  @Test
  void prometheusAsksEveryServiceWhereItAnswers() throws IOException {
    Map<String, Object> scraping =
        Chart.list(
                Chart.load(Files.readString(FILE.resolveSibling("prometheus.yml"))),
                "scrape_configs")
            .getFirst();
    var asked = new ArrayList<Object>();
    Chart.list(scraping, "static_configs").forEach(it -> asked.addAll(items(it, "targets")));
    for (Map<String, Object> names : Chart.list(scraping, "dns_sd_configs")) {
      items(names, "names").forEach(it -> asked.add(it + ":" + names.get("port")));
    }
    for (Service service : Service.values()) {
      Map<String, Object> pod = Chart.at(Chart.values(), "services", service.title());
      assertThat(asked)
          .contains(service.title() + ":" + pod.getOrDefault("managementPort", pod.get("port")));
    }
    for (String container : List.of("prometheus", "grafana")) {
      for (Object volume : items(Chart.at(services(), container), "volumes")) {
        String mounted = String.valueOf(volume).split(":", 2)[0];
        if (mounted.startsWith(".")) {
          assertThat(FILE.resolveSibling(mounted)).exists();
        }
      }
    }
  }

  @Test
  void theDatabaseAndRedisRunAloneAsTheyDoWithTheRest() throws IOException {
    Map<String, Object> dev = Chart.load(Files.readString(FILE.resolveSibling("dev.yaml")));
    Map<String, Object> alone = Chart.at(dev, "services");
    assertThat(alone).containsOnlyKeys("postgres", "redis");
    for (String service : alone.keySet()) {
      assertThat(Chart.at(alone, service, "extends"))
          .isEqualTo(Map.of("file", "compose.yaml", "service", service));
      assertThat(String.valueOf(Chart.at(alone, service).get("ports"))).startsWith("[127.0.0.1:");
      assertThat(String.valueOf(Chart.at(services(), service).get("volumes")))
          .contains(service + ":/");
      assertThat(Chart.at(dev, "volumes")).containsKey(service);
    }
  }

  @Test
  void everyPasswordIsMadeUpOnce(@TempDir Path folder) throws Exception {
    for (String file : List.of("make-env", "env.example")) {
      Files.copy(FILE.resolveSibling(file), folder.resolve(file), COPY_ATTRIBUTES);
    }
    assertThat(makeEnv(folder)).isZero();
    Path env = folder.resolve(".env");
    Map<String, String> made =
        Files.readAllLines(env).stream()
            .filter(it -> it.matches("[A-Z_]+=.*"))
            .map(it -> it.split("=", 2))
            .collect(Collectors.toMap(it -> it[0], it -> it[1]));
    assertThat(made.entrySet())
        .filteredOn(it -> it.getKey().endsWith("_PASSWORD"))
        .extracting(Map.Entry::getValue)
        .hasSize(6)
        .doesNotHaveDuplicates()
        .allMatch(it -> it.matches("[0-9a-f]{48}"));
    // Else a hash such as $2a$10$… is taken for names of variables.
    assertThat(made.get("CAPTURE_SETTINGS")).startsWith("'{").endsWith("}'");
    assertThat(made.get("QUERY_SETTINGS"))
        .startsWith("'{")
        .endsWith("}'")
        .matches(".*\"session-key\": \"[0-9a-f]{48}\", \"users\": .*");
    assertThat(Files.getPosixFilePermissions(env))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String before = Files.readString(env);
    assertThat(makeEnv(folder)).isEqualTo(1);
    assertThat(env).content().isEqualTo(before);
  }

  private static List<?> items(Map<String, Object> of, String name) {
    return (List<?>) Objects.requireNonNull(of.get(name), name);
  }

  private static int makeEnv(Path folder) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", folder.resolve("make-env").toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
