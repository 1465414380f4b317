package io.cleansight.query.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How pages are served, to whoever asks: what they show is guarded, they are not. */
class PagesIT {
  @TempDir static Path folder;
  private static Running running;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    running = Running.in(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    running.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html",
    "/login.html, text/html",
    "/page.js, text/javascript",
    "/style.css, text/css",
    "/icon.svg, image/svg+xml",
    "/messages/en.json, application/json",
    "/messages/zh.json, application/json"
  })
  void browsersKeepThemAndAskBeforeEachUse(String path, String type) throws Exception {
    HttpResponse<String> first = get(path);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("content-type"))
        .hasValueSatisfying(it -> assertThat(it).startsWith(type));
    assertThat(first.headers().allValues("cache-control")).containsExactly("no-cache");
    assertThat(first.headers().firstValue("last-modified")).isEmpty();
    String etag = first.headers().firstValue("etag").orElseThrow();

    HttpResponse<String> again = get(path, "If-None-Match", etag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get(path, "If-None-Match", "W/\"before\"").statusCode()).isEqualTo(200);
  }

  @Test
  void messagesAreCompressed() throws Exception {
    HttpResponse<String> messages = get("/messages/en.json", "Accept-Encoding", "gzip");
    assertThat(messages.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(messages.headers().firstValue("etag")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "/messages/fr.json, 404",
    "/messages/, 403",
    "/messages/en.json/more, 403",
    "/application.yaml, 403"
  })
  void nothingElseIsThere(String path, int status) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(status);
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(running.at("").resolve(path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
