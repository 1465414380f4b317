package io.cleansight.query.access.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.cleansight.query.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions, and what is open for them, end: on the instance where somebody says so and on another,
 * and where nobody does anything.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {
  private static final int PATIENCE_SECONDS = 20;
  private static final int POLICY_VIOLATION = 1008;
  private static final String PASSWORD = "correct horse battery";

  @TempDir static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Running first;
  private @Nullable Running second;
  private @Nullable Running brief;
  private @Nullable KeyPair issuer;

  @BeforeAll
  void start() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    issuer = generator.generateKeyPair();
    Path key =
        Files.writeString(
            folder.resolve("issuer.pem"),
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(issuer.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n");
    List<String> settings =
        List.of(
            "--query.access.session-key=a key of more than thirty-two characters",
            "--query.access.logins-per-minute=1000",
            "--query.access.tokens.issuer=https://issuer.example",
            "--query.access.tokens.audience=cleansight",
            "--query.access.tokens.public-key=" + key);
    first = Running.in(folder, settings.toArray(String[]::new));
    second = first.another(settings.toArray(String[]::new));
    brief =
        first.another(
            Stream.concat(
                    settings.stream(),
                    Stream.of("--query.access.session-idle=3s", "--query.access.session-length=7s"))
                .toArray(String[]::new));
  }

  @AfterAll
  void stop() throws Exception {
    brief().close();
    second().close();
    first().close();
    http.close();
  }

  @Test
  void aLogOutEndsTheSessionAndWhatIsOpenOnEveryInstance() throws Exception {
    user("mei");
    String session = logIn(first(), "mei");
    eventually(() -> status(second(), session) == 200);
    var streams = List.of(stream(first(), cookie(session)), stream(second(), cookie(session)));
    var sockets = List.of(socket(first(), session), socket(second(), session));
    HttpResponse<String> left =
        first()
            .send(
                request(first(), "session", cookie(session) + "; XSRF-TOKEN=own")
                    .header("x-xsrf-token", "own")
                    .DELETE());
    assertThat(left.statusCode()).isEqualTo(204);
    assertThat(status(first(), session)).isEqualTo(401);
    eventually(() -> status(second(), session) == 401);
    for (var stream : streams) {
      stream.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    for (var socket : sockets) {
      assertThat(socket.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(POLICY_VIOLATION);
    }
    assertThat(status(first(), logIn(first(), "mei"))).as("another session").isEqualTo(200);
  }

  @Test
  void aRemovalOrAnotherRoleEndsThemToo() throws Exception {
    user("gone");
    user("less");
    user("elsewhere");
    String gone = logIn(first(), "gone");
    String less = logIn(first(), "less");
    String elsewhere = logIn(first(), "elsewhere");
    var streams =
        List.of(
            stream(second(), cookie(gone)),
            stream(second(), cookie(less)),
            stream(second(), cookie(elsewhere)));
    var socket = socket(second(), gone);
    assertThat(first().send("DELETE", "users/gone", "").statusCode()).isEqualTo(204);
    assertThat(first().send("PUT", "users/less", "{\"role\": \"viewer\"}").statusCode())
        .isEqualTo(200);
    assertThat(
            first()
                .send(
                    "PUT", "users/elsewhere", "{\"role\": \"reviewer\", \"cameras\": [\"line-9\"]}")
                .statusCode())
        .isEqualTo(200);
    for (var stream : streams) {
      stream.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(socket.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(POLICY_VIOLATION);
    assertThat(status(first(), gone)).isEqualTo(401);
    assertThat(status(first(), less)).isEqualTo(401);
    assertThat(status(first(), elsewhere)).as("fewer cameras, the same session").isEqualTo(200);
  }

  @Test
  void aKeyThatIsRevokedOrExpiresEndsWhatIsOpen() throws Exception {
    String lasting = key("lasting", null);
    String expiring = key("expiring", Instant.now().plusSeconds(5));
    var revoked = stream(first(), "x-api-key", lasting);
    var expired = stream(first(), "x-api-key", expiring);
    assertThat(first().send("DELETE", "keys/lasting", "").statusCode()).isEqualTo(204);
    revoked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    expired.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aTokenThatExpiresEndsWhatIsOpen() throws Exception {
    var token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.RS256),
            new JWTClaimsSet.Builder()
                .subject("robot")
                .issuer("https://issuer.example")
                .audience("cleansight")
                .claim("role", "viewer")
                .expirationTime(Date.from(Instant.now().plusSeconds(3)))
                .build());
    token.sign(new RSASSASigner(Objects.requireNonNull(issuer).getPrivate()));
    stream(first(), "authorization", "Bearer " + token.serialize())
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void aSessionInWhichNobodyDoesAnythingIsOverAndWhatIsOpenWithIt() throws Exception {
    user("idle");
    String session = logIn(brief(), "idle");
    var stream = stream(brief(), cookie(session));
    var socket = socket(brief(), session);
    eventually(
        () -> {
          HttpResponse<String> byItself =
              brief()
                  .send(request(brief(), "session", cookie(session)).header("x-background", "1"));
          assertThat(renewed(byItself)).as("what a page asks for by itself").isEmpty();
          return byItself.statusCode() == 401;
        });
    stream.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(socket.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(POLICY_VIOLATION);
  }

  @Test
  void aSessionInWhichSomebodyDoesSomethingLastsUpToItsLength() throws Exception {
    user("busy");
    String opened = logIn(brief(), "busy");
    var session = new AtomicReference<>(opened);
    eventually(
        () -> {
          goOn(session);
          return status(brief(), opened) == 401 && status(brief(), held(session)) == 200;
        });
    eventually(() -> goOn(session) == 401);
  }

  private int goOn(AtomicReference<String> session) throws Exception {
    HttpResponse<String> answer = brief().send(request(brief(), "session", cookie(held(session))));
    renewed(answer).ifPresent(session::set);
    return answer.statusCode();
  }

  private static String held(AtomicReference<String> session) {
    return Objects.requireNonNull(session.get());
  }

  private static Optional<String> renewed(HttpResponse<String> answer) {
    return answer.headers().allValues("set-cookie").stream()
        .filter(it -> it.startsWith(SessionFilter.COOKIE + "="))
        .map(it -> it.substring(SessionFilter.COOKIE.length() + 1, it.indexOf(';')))
        .findFirst();
  }

  private void user(String name) throws Exception {
    HttpResponse<String> made =
        first()
            .send(
                "POST",
                "users",
                "{\"name\": \"%s\", \"password\": \"%s\", \"role\": \"reviewer\"}"
                    .formatted(name, PASSWORD));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    eventually(
        () ->
            second().get("users/" + name).statusCode() == 200
                && brief().get("users/" + name).statusCode() == 200);
  }

  private String key(String name, @Nullable Instant end) throws Exception {
    HttpResponse<String> made =
        first()
            .send(
                "POST",
                "keys",
                "{\"name\": \"%s\", \"role\": \"viewer\", \"expires_at\": %s}"
                    .formatted(name, end == null ? "null" : "\"" + end + "\""));
    return Running.json(made).get("secret").asString();
  }

  private static String logIn(Running running, String name) throws Exception {
    HttpResponse<String> opened =
        running.send(
            null,
            "POST",
            "session",
            "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, PASSWORD));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
    return renewed(opened).orElseThrow();
  }

  private static String cookie(String session) {
    return SessionFilter.COOKIE + "=" + session;
  }

  private static HttpRequest.Builder request(Running running, String path, String cookie) {
    return HttpRequest.newBuilder(running.at(path)).header("cookie", cookie);
  }

  private static int status(Running running, String session) throws Exception {
    return running
        .send(request(running, "session", cookie(session)).header("x-background", "1"))
        .statusCode();
  }

  private CompletableFuture<Void> stream(Running running, String cookie) throws Exception {
    return stream(running, "cookie", cookie);
  }

  /** Done when the stream, which has begun, has ended. */
  private CompletableFuture<Void> stream(Running running, String header, String value)
      throws Exception {
    HttpResponse<InputStream> answer =
        http.send(
            HttpRequest.newBuilder(running.at("stream"))
                .header("accept", "text/event-stream")
                .header(header, value)
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo(":listening");
    return CompletableFuture.runAsync(
        () -> {
          try (lines) {
            while (lines.readLine() != null) {
              // goes on
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** With what code the socket was closed. */
  private CompletableFuture<Integer> socket(Running running, String session) throws Exception {
    var closed = new CompletableFuture<Integer>();
    http.newWebSocketBuilder()
        .header("cookie", cookie(session))
        .buildAsync(
            URI.create(running.at("live/line-1").toString().replaceFirst("http", "ws")),
            new WebSocket.Listener() {
              @Override
              public @Nullable CompletionStage<?> onClose(
                  WebSocket socket, int code, String reason) {
                closed.complete(code);
                return null;
              }
            })
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return closed;
  }

  private static void eventually(Callable<Boolean> holds) {
    await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(holds);
  }

  private Running first() {
    return Objects.requireNonNull(first);
  }

  private Running second() {
    return Objects.requireNonNull(second);
  }

  private Running brief() {
    return Objects.requireNonNull(brief);
  }
}
