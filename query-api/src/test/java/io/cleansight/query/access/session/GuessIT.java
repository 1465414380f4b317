package io.cleansight.query.access.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.AuditEntry;
import io.cleansight.query.Running;
import io.cleansight.query.access.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who guesses is slowed down and leaves no traces of their choice; who is known comes in meanwhile.
 * Each test guesses from addresses of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuessIT {
  private static final String PASSWORD = "correct horse battery";
  private static final int LOGINS = 5;
  private static final int GUESSES = 8;
  private static final int FAILURES = 6;

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder,
            "--query.access.logins-per-minute=" + LOGINS,
            "--query.access.guesses-per-minute=" + GUESSES,
            "--query.access.failures-per-minute=" + FAILURES,
            "--query.access.trusted-proxies=127.0.9.0/24,::1/128",
            "--query.access.users[0].name=mei",
            "--query.access.users[0].password=" + Secrets.hashedPassword(PASSWORD),
            "--query.access.users[0].role=reviewer",
            "--query.access.users[1].name=li",
            "--query.access.users[1].password=" + Secrets.hashedPassword(PASSWORD),
            "--query.access.users[2].name=wang",
            "--query.access.users[2].password=" + Secrets.hashedPassword(PASSWORD));
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  /** Matched as it is routed, not as it was sent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 /api/v1/session",
        "2 /%61pi/v1/session",
        "3 /api/v1/%73ession",
        "4 /%61%70%69/%76%31/%73%65%73%73%69%6f%6e"
      })
  void howeverTheAddressIsWrittenLoginsAreCounted(String addressAndPath) throws Exception {
    String address = "127.0.1." + addressAndPath.charAt(0);
    var guess = guess(addressAndPath.substring(2), "{\"token\": \"guess\"}");
    for (int i = 0; i < LOGINS; i++) {
      assertThat(from(address, guess).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> last = from(address, guess);
    assertThat(last.statusCode()).as(last.body()).isEqualTo(429);
    assertThat(last.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 60L);
  }

  /** From any number of addresses; and nobody is locked out of the browser that they always use. */
  @Test
  void guessesAtAnAccountAreCountedTogetherAndKeepItsOwnerOutOfNoBrowserOfTheirs()
      throws Exception {
    HttpResponse<String> before = logIn("127.0.2.200", "mei", PASSWORD, null);
    assertThat(before.statusCode()).as(before.body()).isEqualTo(200);
    String browser = cookie(before, KnownBrowsers.COOKIE);
    for (int i = 1; i <= GUESSES; i++) {
      assertThat(logIn("127.0.2." + i, "mei", "guess " + i, null).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> tooMany = logIn("127.0.2.100", "mei", "guess", null);
    assertThat(tooMany.statusCode()).isEqualTo(429);
    assertThat(tooMany.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 60L);
    assertThat(logIn("127.0.2.101", "mei", PASSWORD, null).statusCode())
        .as("a right guess is not told from a wrong one")
        .isEqualTo(429);
    assertThat(logIn("127.0.2.200", "mei", PASSWORD, browser).statusCode()).isEqualTo(200);
    assertThat(logIn("127.0.2.201", "li", PASSWORD, null).statusCode())
        .as("others are let alone")
        .isEqualTo(200);
  }

  @Test
  void aBrowserOfOneAccountIsNoneOfAnother() throws Exception {
    String browser = cookie(logIn("127.0.3.200", "li", PASSWORD, null), KnownBrowsers.COOKIE);
    for (int i = 1; i <= GUESSES; i++) {
      assertThat(logIn("127.0.3." + i, "wang", "guess " + i, null).statusCode()).isEqualTo(401);
    }
    assertThat(logIn("127.0.3.201", "wang", PASSWORD, browser).statusCode()).isEqualTo(429);
    HttpResponse<String> asSession =
        running()
            .send(
                HttpRequest.newBuilder(running().at("session"))
                    .header("cookie", SessionFilter.COOKIE + "=" + browser));
    assertThat(asSession.statusCode()).as("it opens nothing").isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 X-API-Key guess", "2 Authorization Bearer guess"})
  void failuresAreCountedAndWhoIsKnownIsNotKeptOut(String row) throws Exception {
    String address = "127.0.4." + row.charAt(0);
    String[] header = row.substring(2).split(" ", 2);
    var guess = HttpRequest.newBuilder(running().at("session")).header(header[0], header[1]);
    for (int i = 0; i < FAILURES; i++) {
      assertThat(from(address, guess).statusCode()).isEqualTo(401);
    }
    assertThat(from(address, guess).statusCode()).isEqualTo(429);
    var known =
        HttpRequest.newBuilder(running().at("session")).header("X-API-Key", Running.API_KEY);
    assertThat(from(address, known).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsTypedInVainIsNotInTheAudit() throws Exception {
    logIn("127.0.5.1", "a name of the attacker's choice", "guess", null);
    logIn("127.0.5.1", "li", "guess", null);
    List<AuditEntry> refused = audited("login_refused", "127.0.5.1", 2);
    assertThat(refused).extracting(AuditEntry::getWho).containsExactlyInAnyOrder("-", "-");
    assertThat(refused).extracting(AuditEntry::getTarget).containsExactlyInAnyOrder("", "li");
    assertThat(refused.toString()).doesNotContain("choice");
  }

  /** Anybody can send the header. */
  @Test
  void anAddressIsTakenFromATrustedProxyAlone() throws Exception {
    HttpResponse<String> direct =
        from(
            "127.0.6.1",
            login("li", PASSWORD)
                .header("X-Forwarded-For", "203.0.113.7")
                .header("X-Forwarded-Proto", "https"));
    assertThat(direct.statusCode()).as(direct.body()).isEqualTo(200);
    assertThat(direct.headers().allValues("set-cookie"))
        .noneMatch(it -> it.startsWith("__Host-") || it.contains("Secure"));
    audited("logged_in", "127.0.6.1", 1);

    HttpResponse<String> proxied =
        from(
            "127.0.9.1",
            login("li", PASSWORD)
                // The first is what the client made up; the proxy added the second.
                .header("X-Forwarded-For", "198.51.100.1, 203.0.113.8")
                .header("X-Forwarded-Proto", "https"));
    assertThat(proxied.statusCode()).as(proxied.body()).isEqualTo(200);
    String session = cookie(proxied, "__Host-" + SessionFilter.COOKIE);
    assertThat(proxied.headers().allValues("set-cookie"))
        .filteredOn(it -> it.startsWith("__Host-"))
        .hasSize(2)
        .allMatch(it -> it.contains("; Secure") && it.contains("; Path=/"));
    audited("logged_in", "203.0.113.8", 1);

    var withPlainName =
        HttpRequest.newBuilder(running().at("session"))
            .header("X-Forwarded-Proto", "https")
            .header("cookie", SessionFilter.COOKIE + "=" + session);
    assertThat(from("127.0.9.1", withPlainName).statusCode())
        .as("a cookie that a plain connection could have set")
        .isEqualTo(401);
  }

  /** What the audit says of that action and address, once so many entries are there. */
  private List<AuditEntry> audited(String action, String address, int atLeast) {
    return await()
        .until(
            () ->
                TestTopics.committed(
                        running().bootstrapServers(), Topics.AUDIT, new EventDeserializer())
                    .stream()
                    .map(it -> (AuditEntry) ((Decoded.Event<?>) it.value()).value())
                    .filter(it -> it.getAction().equals(action))
                    .filter(it -> it.getAddress().equals(address))
                    .toList(),
            entries -> entries.size() >= atLeast);
  }

  private HttpResponse<String> logIn(
      String address, String name, String password, @Nullable String browser) throws Exception {
    HttpRequest.Builder request = login(name, password);
    return from(
        address,
        browser == null ? request : request.header("cookie", KnownBrowsers.COOKIE + "=" + browser));
  }

  private HttpRequest.Builder login(String name, String password) {
    return guess(
        "/api/v1/session", "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password));
  }

  private HttpRequest.Builder guess(String path, String body) {
    return HttpRequest.newBuilder(URI.create("http://" + running().at("").getAuthority() + path))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static HttpResponse<String> from(String address, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (var client =
        HttpClient.newBuilder().localAddress(InetAddress.getByName(address)).build()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String cookie(HttpResponse<String> answer, String name) {
    return answer.headers().allValues("set-cookie").stream()
        .filter(it -> it.startsWith(name + "="))
        .map(it -> it.substring(name.length() + 1, it.indexOf(';')))
        .findFirst()
        .orElseThrow();
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
