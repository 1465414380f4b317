package io.cleansight.query.access.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.cleansight.query.Running;
import io.cleansight.query.access.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
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

/** Passwords, links, cookies and tokens, whole and forged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginIT {
  private static final String PASSWORD = "correct horse battery";
  private static final String SESSION_KEY = "a key of more than thirty-two characters";
  private static final int LOGINS = 30;

  @TempDir static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Running running;
  private @Nullable KeyPair issuer;

  private Path link() {
    return folder.resolve("link");
  }

  @BeforeAll
  void start() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    issuer = generator.generateKeyPair();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(issuer.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    Path key = Files.writeString(folder.resolve("issuer.pem"), pem);
    running =
        Running.in(
            folder,
            "--query.access.session-key=" + SESSION_KEY,
            "--query.access.link-file=" + link(),
            "--query.access.logins-per-minute=" + LOGINS,
            "--query.access.users[0].name=mei",
            "--query.access.users[0].password=" + Secrets.hashedPassword(PASSWORD),
            "--query.access.users[0].role=reviewer",
            "--query.access.users[0].cameras=line-1,line-2",
            "--query.access.guesses-per-minute=1000",
            "--query.access.failures-per-minute=1000",
            "--query.access.tokens.issuer=https://issuer.example",
            "--query.access.tokens.audience=cleansight",
            "--query.access.tokens.public-key=" + key);
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
    http.close();
  }

  @Test
  void aPasswordOpensASessionOfItsOwner() throws Exception {
    HttpResponse<String> opened =
        logIn("{\"name\": \"mei\", \"password\": \"%s\"}".formatted(PASSWORD));
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
    assertThat(setCookie(opened))
        .contains("HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContain(PASSWORD);
    HttpResponse<String> session = get("session", session(opened));
    assertThat(session.statusCode()).isEqualTo(200);
    assertThat(Running.json(session).get("name").asString()).isEqualTo("mei");
    assertThat(Running.json(session).get("role").asString()).isEqualTo("reviewer");
    assertThat(Running.json(session).get("cameras").size()).isEqualTo(2);
    assertThat(get("audit", session(opened)).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"mei\", \"password\": \"wrong\"}",
        "{\"name\": \"nobody\", \"password\": \"correct horse battery\"}",
        "{\"name\": \"admin\", \"password\": \"admin123\"}",
        "{\"name\": \"' OR 1=1 --\", \"password\": \"x\"}",
        "{\"token\": \"\"}",
        "{\"token\": \"guess\"}"
      })
  void aWrongPasswordOpensNothingAndTellsNothing(String body) throws Exception {
    HttpResponse<String> answer = logIn(body);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("set-cookie").orElse(""))
        .doesNotContain(SessionFilter.COOKIE);
    assertThat(Running.json(answer).get("detail").asString())
        .isEqualTo("that is no name with its password, nor a link still unused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": \"mei\"}",
        "{\"name\": \"a\\u0000\", \"password\": \"x\"}",
        "[]",
        "{"
      })
  void whatIsNoLoginIsRefusedByItsField(String body) throws Exception {
    HttpResponse<String> answer = logIn(body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Running.json(answer).has("field")).isTrue();
  }

  @Test
  void aLinkOpensOneSession() throws Exception {
    Files.writeString(link(), Secrets.sha256("the token"));
    HttpResponse<String> opened = logIn("{\"token\": \"the token\"}");
    assertThat(opened.statusCode()).isEqualTo(200);
    assertThat(Running.json(get("session", session(opened))).get("role").asString())
        .isEqualTo("admin");
    assertThat(link()).doesNotExist();
    assertThat(logIn("{\"token\": \"the token\"}").statusCode()).isEqualTo(401);
  }

  @Test
  void aLinkIsOverAfterTenMinutes() throws Exception {
    Files.writeString(link(), Secrets.sha256("late"));
    Files.setLastModifiedTime(link(), FileTime.from(Instant.now().minus(Duration.ofMinutes(10))));
    assertThat(logIn("{\"token\": \"late\"}").statusCode()).isEqualTo(401);
    assertThat(link()).doesNotExist();
  }

  /** What another page makes a browser send has the cookie, but cannot read it. */
  @Test
  void aChangeByCookieNeedsTheTokenAgainstForgery() throws Exception {
    HttpResponse<String> opened =
        logIn("{\"name\": \"mei\", \"password\": \"%s\"}".formatted(PASSWORD));
    HttpResponse<String> seen = get("session", session(opened));
    String token =
        seen.headers().allValues("set-cookie").stream()
            .filter(it -> it.startsWith("XSRF-TOKEN="))
            .map(it -> it.substring("XSRF-TOKEN=".length(), it.indexOf(';')))
            .findFirst()
            .orElseThrow();
    String id = "00000000-0000-0000-0000-000000000007";
    var change =
        request("records/violations/" + id + "/status")
            .header("content-type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"status\": \"confirmed\"}"));
    String cookies = SessionFilter.COOKIE + "=" + session(opened) + "; XSRF-TOKEN=" + token;
    HttpResponse<String> forged = send(change.copy().header("cookie", cookies));
    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(forged.body()).contains("X-XSRF-TOKEN");
    assertThat(
            send(change.copy().header("cookie", cookies).header("x-xsrf-token", "x")).statusCode())
        .isEqualTo(403);
    assertThat(send(request("session").header("cookie", cookies)).headers().allValues("set-cookie"))
        .as("the token stays, whatever else is under way")
        .isEmpty();
    HttpResponse<String> own =
        send(change.copy().header("cookie", cookies).header("x-xsrf-token", token));
    assertThat(own.statusCode()).as(own.body()).isEqualTo(404); // there is no such violation
  }

  @Test
  void aForgedSessionIsNone() throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .subject("mei")
            .jwtID("forged")
            .issueTime(Date.from(Instant.now()))
            .claim("auth_time", Instant.now().getEpochSecond())
            .claim("opened_by", "link")
            .claim("role", "ADMIN");
    var soon = claims.expirationTime(Date.from(Instant.now().plusSeconds(60))).build();
    byte[] key = Secrets.sha256(SESSION_KEY).getBytes(StandardCharsets.US_ASCII);
    byte[] other = Secrets.sha256("another").getBytes(StandardCharsets.US_ASCII);
    var over = claims.expirationTime(Date.from(Instant.now().minusSeconds(300))).build();
    assertThat(get("session", signed(new MACSigner(key), JWSAlgorithm.HS256, soon)).statusCode())
        .isEqualTo(200); // the forger had the key
    for (String forged :
        List.of(
            "x",
            "..",
            new PlainJWT(soon).serialize(),
            signed(new MACSigner(other), JWSAlgorithm.HS256, soon),
            signed(new MACSigner(key), JWSAlgorithm.HS512, soon),
            signed(new MACSigner(key), JWSAlgorithm.HS256, over),
            signed(
                new MACSigner(key),
                JWSAlgorithm.HS256,
                new JWTClaimsSet.Builder(soon).claim("opened_by", "me").build()))) {
      HttpResponse<String> answer = get("session", forged);
      assertThat(answer.statusCode()).as(forged).isEqualTo(401);
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    }
  }

  @Test
  void anIssuersTokenIsTakenIfItIsWhole() throws Exception {
    var claims =
        new JWTClaimsSet.Builder()
            .subject("robot")
            .issuer("https://issuer.example")
            .audience(List.of("another", "cleansight"))
            .claim("role", "viewer")
            .claim("cameras", List.of("line-7"));
    var soon = claims.expirationTime(Date.from(Instant.now().plusSeconds(60))).build();
    var over = claims.expirationTime(Date.from(Instant.now().minusSeconds(300))).build();
    var signer = new RSASSASigner(issuer().getPrivate());
    HttpResponse<String> known = bearer(signed(signer, JWSAlgorithm.RS256, soon));
    assertThat(known.statusCode()).as(known.body()).isEqualTo(200);
    assertThat(Running.json(known).get("cameras").get(0).asString()).isEqualTo("line-7");
    var noRole = new JWTClaimsSet.Builder(soon).claim("role", null).build();
    var noSubject = new JWTClaimsSet.Builder(soon).subject(null).build();
    var otherIssuer = new JWTClaimsSet.Builder(soon).issuer("https://other.example").build();
    var otherApplication = new JWTClaimsSet.Builder(soon).audience("another").build();
    var noApplication = new JWTClaimsSet.Builder(soon).audience((String) null).build();
    var otherRole = new JWTClaimsSet.Builder(soon).claim("role", "god").build();
    // The issuer's public key as if it were a secret shared with it.
    byte[] confused = issuer().getPublic().getEncoded();
    for (String forged :
        List.of(
            "",
            "x",
            new PlainJWT(soon).serialize(),
            signed(new MACSigner(confused), JWSAlgorithm.HS256, soon),
            signed(signer, JWSAlgorithm.RS512, soon),
            signed(signer, JWSAlgorithm.RS256, over),
            signed(signer, JWSAlgorithm.RS256, noRole),
            signed(signer, JWSAlgorithm.RS256, noSubject),
            signed(signer, JWSAlgorithm.RS256, otherIssuer),
            signed(signer, JWSAlgorithm.RS256, otherApplication),
            signed(signer, JWSAlgorithm.RS256, noApplication),
            signed(signer, JWSAlgorithm.RS256, otherRole))) {
      assertThat(bearer(forged).statusCode()).as(forged).isEqualTo(401);
    }
    assertThat(send(request("session").header("authorization", "Basic bWVpOng=")).statusCode())
        .isEqualTo(401);
  }

  /** From an address of its own, so that the other tests may go on logging in. */
  @Test
  void whoGuessesPasswordsIsToldToWait() throws Exception {
    try (var guesser =
        HttpClient.newBuilder().localAddress(InetAddress.getByName("127.0.0.9")).build()) {
      var guess =
          request("session")
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{\"token\": \"guess\"}"))
              .build();
      for (int i = 0; i < LOGINS; i++) {
        assertThat(guesser.send(guess, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(401);
      }
      HttpResponse<String> last = guesser.send(guess, HttpResponse.BodyHandlers.ofString());
      assertThat(last.statusCode()).isEqualTo(429);
      assertThat(last.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 60L);
    }
  }

  @Test
  void pagesMayNotBeFramedNorRunForeignScripts() throws Exception {
    var page = send(HttpRequest.newBuilder(running().at("../../records.html").normalize()));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-security-policy"))
        .hasValueSatisfying(
            it -> assertThat(it).contains("default-src 'self'").doesNotContain("unsafe"));
    assertThat(page.headers().firstValue("x-frame-options")).hasValue("DENY");
    assertThat(page.headers().firstValue("permissions-policy"))
        .hasValueSatisfying(it -> assertThat(it).contains("camera=()", "microphone=()"));
    assertThat(page.headers().firstValue("cross-origin-opener-policy")).hasValue("same-origin");
    assertThat(page.headers().firstValue("cross-origin-resource-policy")).hasValue("same-origin");
    assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "session",
        "records/violations",
        "records/violations/00000000-0000-0000-0000-000000000001/snapshot",
        "cameras/line-1/preview",
        "export/violations.csv",
        "nothing"
      })
  void whatIsAnsweredIsKeptInNoCache(String path) throws Exception {
    assertThat(running().get(path).headers().allValues("cache-control"))
        .containsExactly("no-store");
  }

  private static String signed(JWSSigner signer, JWSAlgorithm algorithm, JWTClaimsSet claims)
      throws Exception {
    var jwt = new SignedJWT(new JWSHeader(algorithm), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private HttpResponse<String> logIn(String body) throws Exception {
    return send(
        request("session")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path, String session) throws Exception {
    return send(request(path).header("cookie", SessionFilter.COOKIE + "=" + session));
  }

  private HttpResponse<String> bearer(String token) throws Exception {
    return send(request("session").header("authorization", "Bearer " + token));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(running().at(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return running().send(request);
  }

  private static String setCookie(HttpResponse<String> opened) {
    return opened.headers().allValues("set-cookie").stream()
        .filter(it -> it.startsWith(SessionFilter.COOKIE + "="))
        .findFirst()
        .orElseThrow();
  }

  private static String session(HttpResponse<String> opened) {
    String cookie = setCookie(opened);
    return cookie.substring(SessionFilter.COOKIE.length() + 1, cookie.indexOf(';'));
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }

  private KeyPair issuer() {
    return Objects.requireNonNull(issuer);
  }
}
