package io.cleansight.query.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The description as it is published; it is left in {@code target/openapi.json}. */
class PublishedIT {
  private static final Path PUBLISHED = Path.of("target/openapi.json");

  @TempDir static Path folder;

  @Test
  void isOpenApi31AndSaysInWordsWhatEachRequestOfTheServiceDoes() throws Exception {
    try (var running = Running.in(folder)) {
      HttpResponse<String> published =
          running.send(HttpRequest.newBuilder(running.at("../../v3/api-docs").normalize()));
      assertThat(published.statusCode()).isEqualTo(200);
      JsonNode api = Running.json(published);
      Files.createDirectories(PUBLISHED.getParent());
      Files.writeString(PUBLISHED, api.toPrettyString());
      assertThat(api.get("openapi").asString()).startsWith("3.1");
      assertThat(described(api)).containsExactlyInAnyOrderElementsOf(there(running));
      for (JsonNode path : api.get("paths")) {
        for (JsonNode operation : path) {
          assertThat(operation.path("description").asString("")).as("%s", operation).isNotBlank();
        }
      }
      var page =
          running.send(
              HttpRequest.newBuilder(running.at("../../swagger-ui/index.html").normalize()));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("swagger-ui");
    }
  }

  private static List<String> described(JsonNode api) {
    var described = new ArrayList<String>();
    for (var path : api.get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    return described;
  }

  private static List<String> there(Running running) {
    return running.mappings().getHandlerMethods().keySet().stream()
        .flatMap(
            info ->
                info.getPatternValues().stream()
                    .filter(pattern -> pattern.startsWith("/api/v1/"))
                    .flatMap(
                        pattern ->
                            info.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + pattern)))
        .toList();
  }
}
