package io.cleansight.query.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The description as it is published: docs/reference/openapi.json has it, and with {@code
 * -Dreference.write=true} is made to.
 */
class PublishedIT {
  private static final Path PUBLISHED = Path.of("../docs/reference/openapi.json");

  private static final JsonMapper SORTED =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  @TempDir static Path folder;

  @Test
  void isOpenApi31AndSaysInWordsWhatEachRequestOfTheServiceDoes() throws Exception {
    try (var running = Running.in(folder)) {
      HttpResponse<String> published =
          running.send(HttpRequest.newBuilder(running.at("../../v3/api-docs").normalize()));
      assertThat(published.statusCode()).isEqualTo(200);
      JsonNode api = Running.json(published);
      isTheReference(api);
      assertThat(api.get("openapi").asString()).startsWith("3.1");
      assertThat(described(api)).containsExactlyInAnyOrderElementsOf(there(running));
      var ids = new ArrayList<String>();
      for (JsonNode path : api.get("paths")) {
        for (JsonNode operation : path) {
          assertThat(operation.path("description").asString("")).as("%s", operation).isNotBlank();
          ids.add(operation.get("operationId").asString());
        }
      }
      // The second path of one method has _1.
      assertThat(ids)
          .doesNotHaveDuplicates()
          .allMatch(it -> it.matches("[a-z]+[A-Z][A-Za-z]+(_1)?"));
      var page =
          running.send(
              HttpRequest.newBuilder(running.at("../../swagger-ui/index.html").normalize()));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("swagger-ui");
    }
  }

  private static void isTheReference(JsonNode api) throws IOException {
    String text = SORTED.writeValueAsString(SORTED.treeToValue(api, Map.class)) + "\n";
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PUBLISHED, text);
    }
    assertThat(text)
        .as("%s; to write it: -Dit.test=PublishedIT -Dreference.write=true", PUBLISHED)
        .isEqualTo(Files.readString(PUBLISHED));
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
