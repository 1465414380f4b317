package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a running line offers to other systems is what is written of it: of metrics ours are those
 * of docs/reference/metrics.md and no others, and the example of a consumer reads the violations.
 */
class InterfacesIT {
  private static final Path PAGE = Launched.HOME.resolve("docs/reference/metrics.md");
  private static final Pattern NAME = Pattern.compile("(?m)^([a-z_]+)[{ ]");
  private static final Pattern FIRST_COLUMN = Pattern.compile("(?m)^\\| (`[^|]+) \\|");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** There once frames have been judged and written, whatever they show. */
  private static final Set<String> ONCE_FRAMES_FLOW =
      Set.of(
          "cleansight_camera_state",
          "cleansight_frames_captured_total",
          "cleansight_frames_published_total",
          "cleansight_frames_dropped_total",
          "cleansight_inference_seconds_bucket",
          "cleansight_batch_size_bucket",
          "cleansight_frames_written_total",
          "cleansight_database_write_seconds_bucket",
          "cleansight_dead_letters_total",
          "cleansight_alerts_total",
          "cleansight_credentials_refused_total");

  @TempDir static Path data;

  private static Launched line;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    line = Launched.start(data, Map.of(), "--source", "scene:7", "--camera-id", "drawn");
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    line.end();
  }

  @Test
  void theServicesTellWhatTheReferenceSays() throws Exception {
    await().atMost(PATIENCE).until(() -> names(Service.PERSISTENCE).containsAll(written()));
    var told = new TreeSet<String>();
    for (Service service : Service.LINE) {
      told.addAll(names(service));
    }
    Set<String> explained = explained();
    assertThat(told).containsAll(ONCE_FRAMES_FLOW);
    assertThat(explained)
        .containsAll(told.stream().filter(InterfacesIT::isOurs).collect(Collectors.toSet()));
    assertThat(told)
        .containsAll(explained.stream().filter(it -> !isOurs(it)).collect(Collectors.toSet()));
  }

  @Test
  void theExampleOfAConsumerPrintsTheViolationsOfTheRecord() throws Exception {
    Path printed = data.resolve("printed.txt");
    Process example =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Launched.HOME.resolve("query-api/target/lib") + "/*",
                Launched.HOME.resolve("examples/Violations.java").toString(),
                line.bootstrapServers())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                List<String> lines = Files.readAllLines(printed);
                assertThat(lines).doesNotHaveDuplicates();
                assertThat(
                        lines.stream().map(it -> it.split(" ", 2)[0]).collect(Collectors.toSet()))
                    .isNotEmpty()
                    .isEqualTo(recorded());
              });
      assertThat(example.isAlive()).isTrue();
    } finally {
      example.destroyForcibly();
    }
  }

  private static Set<String> recorded() throws SQLException {
    try (var database = line.database();
        var rows = database.createStatement().executeQuery("SELECT id FROM violation_events")) {
      var recorded = new TreeSet<String>();
      while (rows.next()) {
        recorded.add(rows.getString(1));
      }
      return recorded;
    }
  }

  private static Set<String> written() {
    return Set.of("cleansight_frames_written_total", "cleansight_database_write_seconds_bucket");
  }

  private static boolean isOurs(String name) {
    return name.startsWith("cleansight_");
  }

  private static Set<String> explained() throws IOException {
    return FIRST_COLUMN
        .matcher(Files.readString(PAGE))
        .results()
        .flatMap(it -> CODE.matcher(it.group(1)).results())
        .map(it -> it.group(1))
        .collect(Collectors.toSet());
  }

  private Set<String> names(Service service) throws IOException, InterruptedException {
    String address =
        "http://127.0.0.1:" + service.managementPort(line.layout()) + "/actuator/prometheus";
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(address).isEqualTo(200);
    return NAME.matcher(answer.body()).results().map(it -> it.group(1)).collect(Collectors.toSet());
  }
}
