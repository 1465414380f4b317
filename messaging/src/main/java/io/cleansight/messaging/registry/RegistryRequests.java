package io.cleansight.messaging.registry;

import io.cleansight.contracts.codec.SchemaLookupException;
import io.cleansight.messaging.address.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * HTTP to a registry. One that does not answer is asked a few times more, with pauses between: a
 * reader that has to stay where it is does not ask in a tight loop.
 */
@ThreadSafe
final class RegistryRequests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long MOST_BYTES = 4 << 20;

  /** Subject, version, schema. What has no such code was not answered by a registry. */
  private static final Set<Integer> NOT_THERE = Set.of(40401, 40402, 40403);

  private final String url;
  private final HttpClient http;
  private final @Nullable String authorization;
  private final RetryTemplate retries =
      new RetryTemplate(
          RetryPolicy.builder()
              .includes(SchemaLookupException.class)
              .maxRetries(4)
              .delay(Duration.ofMillis(200))
              .multiplier(2)
              .build());

  RegistryRequests(FramingProperties.Registry settings) {
    this.url = settings.url().endsWith("/") ? settings.url() : settings.url() + "/";
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .sslContext(Trust.with(settings.caFile()))
            .build();
    this.authorization =
        settings.username().isEmpty()
            ? null
            : "Basic " + base64(settings.username() + ":" + settings.password());
  }

  /**
   * What the registry says.
   *
   * @param path within its interface
   * @param body null: none
   * @return empty if it does not have what was asked for
   * @throws SchemaRefusedException if it does not take what was sent
   * @throws SchemaLookupException if it does not answer, or as no registry does
   */
  Optional<JsonNode> ask(String method, String path, @Nullable Map<String, ?> body) {
    return patiently(() -> askOnce(method, path, body));
  }

  /** Asks what may take several requests, all of them anew if one is not answered. */
  <T> Optional<T> patiently(Supplier<Optional<T>> question) {
    try {
      return retries.execute(question::get);
    } catch (RetryException e) {
      if (e.getCause() instanceof RuntimeException last) {
        throw last;
      }
      throw new SchemaLookupException("schema registry " + url + " was not asked", e);
    }
  }

  /** The same without patience, for {@link #patiently}. */
  Optional<JsonNode> askOnce(String method, String path, @Nullable Map<String, ?> body) {
    HttpResponse<String> response = send(request(method, path, body));
    JsonNode answer = read(response.body());
    int status = response.statusCode();
    if (status == 200) {
      return Optional.of(answer);
    }
    if (status == 404 && NOT_THERE.contains(answer.path("error_code").asInt(0))) {
      return Optional.empty();
    }
    if (status == 409 || status == 422) {
      throw new SchemaRefusedException(path + ": " + answer.path("message").asString(""));
    }
    throw new SchemaLookupException("schema registry " + url + path + " answers " + status);
  }

  private HttpRequest request(String method, String path, @Nullable Map<String, ?> body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Accept", TYPE + ", application/json")
            .header("Content-Type", TYPE)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request.build();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(
          request,
          BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES));
    } catch (IOException e) {
      throw new SchemaLookupException("schema registry " + url + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SchemaLookupException("interrupted while schema registry " + url + " was asked", e);
    }
  }

  /** Something without fields if it is no JSON. */
  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
