package io.cleansight.messaging.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** Gives tokens to clients that know the secret, as an OAuth 2.0 server does. */
final class TokenServer implements AutoCloseable {
  static final String SECRET = "a \"secret\" of clients\\";

  private static final String ISSUER = "https://tokens.test";
  private static final String AUDIENCE = "kafka";

  private final RsaJsonWebKey key;
  private final Path keys;
  private final HttpServer server;

  private TokenServer(RsaJsonWebKey key, Path keys, HttpServer server) {
    this.key = key;
    this.keys = keys;
    this.server = server;
  }

  static TokenServer start(Path folder) throws IOException, JoseException {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
    key.setKeyId("one");
    Path keys = Files.writeString(folder.resolve("keys.json"), new JsonWebKeySet(key).toJson());
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var tokens = new TokenServer(key, keys, server);
    server.createContext("/token", tokens::answer);
    server.start();
    return tokens;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
  }

  /** Settings of a broker that takes its tokens; the process is allowed to read its keys. */
  Map<String, String> brokerSettings() {
    System.setProperty(
        "org.apache.kafka.sasl.oauthbearer.allowed.urls", keys.toUri() + "," + url());
    return Map.of(
        "sasl.oauthbearer.jwks.endpoint.url", keys.toUri().toString(),
        "sasl.oauthbearer.expected.audience", AUDIENCE,
        "sasl.oauthbearer.expected.issuer", ISSUER);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String[] login =
        new String(Base64.getDecoder().decode(given.replace("Basic ", "")), UTF_8).split(":", 2);
    boolean known = login.length == 2 && login[1].equals(SECRET);
    String body =
        known
            ? "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":300}"
                .formatted(token(login[0]))
            : "{\"error\":\"invalid_client\"}";
    exchange.getResponseHeaders().add("content-type", "application/json");
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String token(String client) throws IOException {
    var claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject(client);
    claims.setStringClaim("scope", "kafka");
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(5);
    var token = new JsonWebSignature();
    token.setPayload(claims.toJson());
    token.setKey(key.getPrivateKey());
    token.setKeyIdHeaderValue(key.getKeyId());
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IOException(e);
    }
  }
}
