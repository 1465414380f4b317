package io.cleansight.query.access.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.cleansight.query.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an issuer whose keys are asked for at its own address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IssuerIT {
  @TempDir static Path folder;

  private final AtomicInteger fetches = new AtomicInteger();
  private @Nullable Running running;
  private @Nullable HttpServer server;
  private @Nullable RSAKey key;

  @BeforeAll
  void start() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(
        "/.well-known/openid-configuration",
        () -> "{\"issuer\": \"%s\", \"jwks_uri\": \"%s/keys\"}".formatted(issuer(), issuer()));
    answer(
        "/keys",
        () -> {
          fetches.incrementAndGet();
          return new JWKSet(key().toPublicJWK()).toString();
        });
    server.start();
    running =
        Running.in(
            folder,
            "--query.access.failures-per-minute=1000",
            "--query.access.tokens.issuer=" + issuer(),
            "--query.access.tokens.audience=cleansight",
            "--query.access.tokens.role-claim=realm_access.roles",
            "--query.access.tokens.roles.admin=plant-admin,site-admin",
            "--query.access.tokens.roles.viewer=staff");
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
    server().stop(0);
  }

  private interface Body {
    String text() throws IOException;
  }

  private void answer(String path, Body body) {
    server()
        .createContext(
            path,
            exchange -> {
              byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(200, bytes.length);
              exchange.getResponseBody().write(bytes);
              exchange.close();
            });
  }

  @Test
  @Order(1)
  void rolesAndCamerasAreInTheClaimsThatAreConfigured() throws Exception {
    var both = session(claims("staff", "site-admin").claim("cameras", List.of("line-7")));
    assertThat(both.body()).contains("\"role\":\"admin\"", "\"cameras\":[\"line-7\"]");
    var one = session(claims("staff").claim("cameras", "line-7"));
    assertThat(one.body()).contains("\"role\":\"viewer\"", "\"cameras\":[\"line-7\"]");
    assertThat(one.body()).contains("\"name\":\"token:robot\"");
    var all = session(claims("staff").claim("cameras", "*"));
    assertThat(Running.json(all).get("cameras").isNull()).as(all.body()).isTrue();
  }

  /** Without the claim a token was of an administrator of every camera. */
  @Test
  @Order(2)
  void noClaimIsNoCameraAndNoRoleIsNobody() throws Exception {
    var none = session(claims("plant-admin"));
    assertThat(none.body()).contains("\"cameras\":[]");
    assertThat(session(claims("admin")).statusCode())
        .as("the issuer calls nobody so")
        .isEqualTo(401);
    assertThat(session(claims()).statusCode()).isEqualTo(401);
    var flat = new JWTClaimsSet.Builder(claims().build()).claim("realm_access", "site-admin");
    assertThat(session(flat).statusCode()).isEqualTo(401);
  }

  @Test
  @Order(3)
  void aTokenForAnotherApplicationIsNone() throws Exception {
    assertThat(session(claims("plant-admin").audience("payroll")).statusCode()).isEqualTo(401);
    assertThat(session(claims("plant-admin").audience((String) null)).statusCode()).isEqualTo(401);
    assertThat(session(claims("plant-admin").issuer("https://other.example")).statusCode())
        .isEqualTo(401);
    assertThat(session(claims("plant-admin").subject("a\u0000b")).statusCode()).isEqualTo(401);
  }

  /** Each was a fetch. */
  @Test
  @Order(4)
  void tokensWithUnknownKeysAreAlmostNoFetches() throws Exception {
    int before = fetches.get();
    RSAKey foreign = new RSAKeyGenerator(2048).generate();
    for (int i = 0; i < 20; i++) {
      RSAKey named = new RSAKey.Builder(foreign).keyID("unknown " + i).build();
      assertThat(bearer(signed(claims("plant-admin").build(), named)).statusCode()).isEqualTo(401);
    }
    assertThat(fetches.get() - before).isLessThanOrEqualTo(2);
    assertThat(session(claims("plant-admin")).statusCode()).isEqualTo(200);
  }

  private JWTClaimsSet.Builder claims(String... roles) {
    return new JWTClaimsSet.Builder()
        .subject("robot")
        .issuer(issuer())
        .audience("cleansight")
        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
        .claim("realm_access", Map.of("roles", List.of(roles)));
  }

  private HttpResponse<String> session(JWTClaimsSet.Builder claims) throws Exception {
    return bearer(signed(claims.build(), key()));
  }

  private HttpResponse<String> bearer(String token) throws Exception {
    return running()
        .send(
            HttpRequest.newBuilder(running().at("session"))
                .header("authorization", "Bearer " + token));
  }

  private static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    var jwt = new SignedJWT(header, claims);
    jwt.sign(new RSASSASigner(key));
    return jwt.serialize();
  }

  private String issuer() {
    return "http://127.0.0.1:" + server().getAddress().getPort();
  }

  private HttpServer server() {
    return Objects.requireNonNull(server);
  }

  private RSAKey key() {
    return Objects.requireNonNull(key);
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
