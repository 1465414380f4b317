package io.cleansight.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A pod whose service account has a role reaches the bucket by its own token, with no secret: the
 * token is changed for credentials, as Amazon's STS does it.
 */
class WebIdentityTest {
  private static final String ANSWER =
      """
      <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <AssumeRoleWithWebIdentityResult>
          <Credentials>
            <AccessKeyId>ASIAOFTHEROLE</AccessKeyId>
            <SecretAccessKey>secret</SecretAccessKey>
            <SessionToken>session</SessionToken>
            <Expiration>2100-01-01T00:00:00Z</Expiration>
          </Credentials>
        </AssumeRoleWithWebIdentityResult>
      </AssumeRoleWithWebIdentityResponse>
      """;

  private final List<String> signatures = Collections.synchronizedList(new ArrayList<>());
  private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());

  @TempDir private Path folder = Path.of("");

  private final HttpServer server = unbound();
  private final HttpServer sts = unbound();
  private Map<String, String> settings = Map.of();

  private static HttpServer unbound() {
    try {
      return HttpServer.create();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::bucket);
    sts.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sts.createContext("/", this::assumeRole);
    sts.start();
    server.start();
    Path token = Files.writeString(folder.resolve("token"), "token-of-the-pod");
    settings =
        Map.of(
            "aws.webIdentityTokenFile",
            token.toString(),
            "aws.roleArn",
            "arn:aws:iam::123456789012:role/evidence",
            "aws.region",
            "us-east-1",
            "aws.endpointUrlSts",
            address(sts));
    settings.forEach(System::setProperty);
  }

  @AfterEach
  void stop() {
    settings.keySet().forEach(System::clearProperty);
    server.stop(0);
    sts.stop(0);
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void assumeRole(HttpExchange exchange) throws IOException {
    tokens.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private void bucket(HttpExchange exchange) throws IOException {
    signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Test
  void theTokenOfThePodOpensTheBucket() {
    var bucket =
        new SnapshotProperties.S3(URI.create(address(server)), "us-east-1", "evidence", true);
    try (S3Client client = SnapshotConfiguration.client(bucket)) {
      client.headBucket(it -> it.bucket("evidence"));
    }
    assertThat(tokens).singleElement().asString().contains("WebIdentityToken=token-of-the-pod");
    assertThat(signatures).singleElement().asString().contains("Credential=ASIAOFTHEROLE/");
  }
}
