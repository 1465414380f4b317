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
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running services answer to Prometheus what docs/reference/metrics.md says: of ours nothing
 * else, of others all that is there.
 */
class MetricsIT {
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

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path data;

  @Test
  void theServicesTellWhatTheReferenceSays() throws Exception {
    Launched line = Launched.start(data, Map.of(), "--source", "scene:7", "--camera-id", "drawn");
    try {
      await().atMost(PATIENCE).until(() -> names(line, Service.PERSISTENCE).containsAll(written()));
      var told = new TreeSet<String>();
      for (Service service : Service.values()) {
        told.addAll(names(line, service));
      }
      Set<String> explained = explained();
      assertThat(told).containsAll(ONCE_FRAMES_FLOW);
      assertThat(explained)
          .containsAll(told.stream().filter(MetricsIT::isOurs).collect(Collectors.toSet()));
      assertThat(told)
          .containsAll(explained.stream().filter(it -> !isOurs(it)).collect(Collectors.toSet()));
    } finally {
      line.stop();
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

  private Set<String> names(Launched line, Service service)
      throws IOException, InterruptedException {
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
