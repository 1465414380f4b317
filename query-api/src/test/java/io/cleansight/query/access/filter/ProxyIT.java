package io.cleansight.query.access.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.AuditEntry;
import io.cleansight.query.Running;
import io.cleansight.query.access.Secrets;
import io.cleansight.query.access.session.SessionFilter;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Behind a real proxy that ends TLS, as docs/proxy.md shows it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyIT {
  private static final String PASSWORD = "correct horse battery";
  private static final int LOGINS = 8;
  private static final int PATIENCE_SECONDS = 20;

  @TempDir static Path folder;

  private @Nullable Running running;
  private @Nullable Nginx nginx;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder,
            // nginx comes to query-api from the first, clients to nginx from the others.
            "--query.access.trusted-proxies=127.0.0.1/32",
            "--query.access.logins-per-minute=" + LOGINS,
            "--query.access.users[0].name=mei",
            "--query.access.users[0].password=" + Secrets.hashedPassword(PASSWORD));
    nginx = Nginx.start(folder.resolve("nginx"), running.at("").getAuthority());
  }

  @AfterAll
  void stop() throws Exception {
    if (nginx != null) {
      nginx.close();
    }
    Objects.requireNonNull(running).close();
  }

  @Test
  void cookiesAreSecureAndOpenTheSession() throws Exception {
    try (HttpClient browser = from("127.0.7.1")) {
      HttpResponse<String> opened = send(browser, logIn("/api/v1/session"));
      assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
      assertThat(opened.headers().firstValue("strict-transport-security")).isPresent();
      List<String> cookies =
          opened.headers().allValues("set-cookie").stream()
              .filter(it -> it.startsWith("__Host-"))
              .toList();
      assertThat(cookies).hasSize(2).allMatch(it -> it.contains("Secure"));
      String session =
          cookies.stream()
              .filter(it -> it.contains(SessionFilter.COOKIE))
              .map(it -> it.substring(0, it.indexOf(';')))
              .findFirst()
              .orElseThrow();
      HttpResponse<String> seen =
          send(browser, request("/api/v1/session").header("cookie", session));
      assertThat(Running.json(seen).get("name").asString()).isEqualTo("mei");
    }
  }

  @Test
  void theAuditHasTheClientsAddressWhateverTheClientSays() throws Exception {
    try (HttpClient browser = from("127.0.7.2")) {
      send(
          browser,
          logIn("/api/v1/session")
              .header("X-Forwarded-For", "198.51.100.1")
              .header("X-Forwarded-Proto", "http"));
    }
    await().until(this::addresses, it -> it.contains("127.0.7.2"));
    assertThat(addresses()).doesNotContain("198.51.100.1", "127.0.0.1");
  }

  @Test
  void loginsAreCountedByClientHoweverTheAddressIsWritten() throws Exception {
    try (HttpClient guesser = from("127.0.7.3");
        HttpClient other = from("127.0.7.4")) {
      for (int i = 0; i < LOGINS; i++) {
        send(guesser, logIn("/%61pi/v1/session").header("X-Forwarded-For", "198.51.100." + i));
      }
      assertThat(send(guesser, logIn("/api/v1/%73ession")).statusCode()).isEqualTo(429);
      assertThat(send(other, logIn("/api/v1/session")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aWebSocketOfTheSameOriginPasses() throws Exception {
    try (HttpClient browser = from("127.0.7.5")) {
      String origin = nginx().at("https", "").toString();
      WebSocket socket = live(browser, origin);
      assertThat(socket.isInputClosed()).isFalse();
      socket.abort();
      assertThatThrownBy(() -> live(browser, "https://elsewhere.example"))
          .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
  }

  private WebSocket live(HttpClient browser, String origin) throws Exception {
    return browser
        .newWebSocketBuilder()
        .header("Origin", origin)
        .header("X-API-Key", Running.API_KEY)
        .buildAsync(nginx().at("wss", "/api/v1/live/line-1"), new WebSocket.Listener() {})
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private List<String> addresses() {
    return TestTopics.committed(
            Objects.requireNonNull(running).bootstrapServers(),
            Topics.AUDIT,
            new EventDeserializer())
        .stream()
        .map(it -> ((AuditEntry) ((Decoded.Event<?>) it.value()).value()).getAddress())
        .toList();
  }

  private HttpRequest.Builder logIn(String path) {
    return request(path)
        .header("content-type", "application/json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"name\": \"mei\", \"password\": \"%s\"}".formatted(PASSWORD)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(nginx().at("https", path));
  }

  private HttpClient from(String address) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(nginx().trust())
        .localAddress(InetAddress.getByName(address))
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private Nginx nginx() {
    return Objects.requireNonNull(nginx);
  }
}
