package io.cleansight.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.ServiceName;
import io.cleansight.embedded.Certificates;
import io.cleansight.embedded.EmbeddedPostgres;
import io.cleansight.embedded.EmbeddedRedis;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.SecureKafka;
import io.cleansight.embedded.ServerSecurity;
import io.cleansight.embedded.ServiceJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;

/**
 * The five services over Kafka, PostgreSQL and Redis that speak TLS alone, each with a login of its
 * own and with no more rights than it needs.
 */
@Tag("long")
class EncryptedLineIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
  private static final Path LOGS = Path.of("target", "encrypted-line-logs");
  private static final String API_KEY = "the key of the tests";
  private static final String API_KEY_SHA256 =
      "e058567aec88596c0e58341bf112fe55029b19828eb2d2241b846b1af69fe6f2";

  /** Five people come in without a hairnet in its first minute. */
  private static final String CAMERAS =
      """
      {"capture": {"cameras": [{"id": "kitchen-1", "source": "scene:2959?minutes=1", "pace": "max"}]}}""";

  private static final String RULE =
      """
      {"name": "Any hairnet", "rule_type": "violation_threshold", "priority": "high",
       "conditions": {"threshold": 1, "duration_minutes": 10, "violation_type": "no_hairnet"},
       "notification_channels": ["log"]}""";

  @TempDir static Path folder;

  private final Map<String, String> passwords = new HashMap<>();
  private final List<AutoCloseable> parts = new ArrayList<>();

  @Test
  void aViolationGoesTheWholeWay() throws Exception {
    Files.createDirectories(LOGS);
    try {
      var certificates = Certificates.in(folder.resolve("tls"));
      String authority = certificates.authority().toString();
      SecureKafka kafka =
          keep(
              SecureKafka.start(
                  folder.resolve("kafka"),
                  certificates,
                  passwords(
                      Stream.concat(
                              Stream.of(SecureKafka.OPERATOR),
                              Arrays.stream(ServiceName.values()).map(ServiceName::title))
                          .toArray(String[]::new)),
                  Map.of()));
      EmbeddedPostgres postgres =
          keep(
              EmbeddedPostgres.start(
                  folder.resolve("postgres"),
                  Ports.anyFree(),
                  new ServerSecurity(
                      passwords(
                          EmbeddedPostgres.SUPERUSER,
                          EmbeddedPostgres.MIGRATOR,
                          EmbeddedPostgres.WRITER,
                          EmbeddedPostgres.READER),
                      certificates.issue("postgres"))));
      String database = postgres.url() + "?sslmode=verify-full&sslrootcert=" + authority;
      EmbeddedRedis redis =
          keep(
              EmbeddedRedis.start(
                  folder.resolve("redis"),
                  Ports.anyFree(),
                  new ServerSecurity(passwords(EmbeddedRedis.LOGIN), certificates.issue("redis"))));
      Map<String, String> common =
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS",
              kafka.scramServers(),
              "KAFKA_SECURITY_PROTOCOL",
              "SASL_SSL",
              "KAFKA_CA_FILE",
              authority,
              "KAFKA_SASL_MECHANISM",
              "SCRAM-SHA-512",
              "DATABASE_JDBC_URL",
              database,
              "DATABASE_MIGRATE",
              "false",
              "REDIS_CA_FILE",
              authority,
              "INSTANCE_ID",
              "one");

      command("migrate", common, login(EmbeddedPostgres.MIGRATOR), Map.of());
      command(
          "acls",
          common,
          login(EmbeddedPostgres.WRITER),
          kafkaLogin(SecureKafka.OPERATOR),
          "--apply");
      int port = Ports.anyFree();
      // What is captured finds a rule that it breaks.
      for (ServiceName service : Arrays.asList(ServiceName.values()).reversed()) {
        if (service == ServiceName.CAPTURE) {
          await()
              .atMost(PATIENCE)
              .ignoreExceptions()
              .untilAsserted(
                  () ->
                      assertThat(send(port, "POST", "/api/v1/alerts/rules", RULE)).contains("id"));
        }
        var environment = new HashMap<>(common);
        environment.putAll(kafkaLogin(service.title()));
        environment.put(
            "SERVER_PORT", Integer.toString(service == ServiceName.QUERY ? port : Ports.anyFree()));
        environment.put("STATE_DIR", folder.resolve("state-" + service.title()).toString());
        switch (service) {
          case CAPTURE -> environment.put("SPRING_APPLICATION_JSON", CAMERAS);
          case PERSISTENCE -> environment.putAll(login(EmbeddedPostgres.WRITER));
          case ALERT -> environment.put("REDIS_URL", redis.url());
          case QUERY -> {
            environment.putAll(login(EmbeddedPostgres.READER));
            environment.put("QUERY_SESSION_KEY", passwords.get(EmbeddedPostgres.READER));
            environment.put("MANAGEMENT_PORT", Integer.toString(Ports.anyFree()));
            environment.put("QUERY_ACCESS_APIKEYS_0_NAME", "test");
            environment.put("QUERY_ACCESS_APIKEYS_0_SHA256", API_KEY_SHA256);
            environment.put("QUERY_ACCESS_APIKEYS_0_ROLE", "admin");
          }
          case INFERENCE, BRIDGE -> {}
        }
        keep(start(service, environment, List.of()));
      }

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(violations(database)).isNotZero());
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                assertThat(get(port, "/api/v1/records/violations")).contains("no_hairnet");
                assertThat(get(port, "/api/v1/system"))
                    .contains(ConsumerGroups.DETECT)
                    .contains(ConsumerGroups.BRIDGE_JSON);
              });
      await().atMost(PATIENCE).until(() -> hasNotificationState(redis, certificates));
      assertThat(logs())
          .allSatisfy(
              (name, text) ->
                  assertThat(text).as(name).doesNotContainIgnoringCase("authorization"));
      // What they were told they tell nobody.
      assertThat(logs())
          .allSatisfy(
              (name, text) ->
                  assertThat(text)
                      .as(name)
                      .doesNotContain(passwords.values().toArray(String[]::new)));
      assertThat(commandLines()).doesNotContain(passwords.values().toArray(String[]::new));
    } finally {
      for (AutoCloseable part : parts.reversed()) {
        part.close();
      }
    }
  }

  /** Makes one for each. */
  private Map<String, String> passwords(String... logins) {
    return Arrays.stream(logins)
        .collect(
            Collectors.toMap(
                it -> it, it -> passwords.computeIfAbsent(it, _ -> "secret-" + UUID.randomUUID())));
  }

  private Map<String, String> login(String login) {
    return Map.of("DATABASE_USERNAME", login, "DATABASE_PASSWORD", passwords.get(login));
  }

  private Map<String, String> kafkaLogin(String login) {
    return Map.of("KAFKA_USERNAME", login, "KAFKA_PASSWORD", passwords.get(login));
  }

  private static void command(
      String name,
      Map<String, String> common,
      Map<String, String> database,
      Map<String, String> kafka,
      String... more)
      throws Exception {
    var environment = new HashMap<>(common);
    environment.putAll(database);
    if (kafka.isEmpty()) {
      environment.keySet().removeIf(it -> it.startsWith("KAFKA_")); // which it needs not
    }
    environment.putAll(kafka);
    var arguments = new ArrayList<>(List.of(name));
    arguments.addAll(List.of(more));
    try (var command = start(ServiceName.PERSISTENCE, environment, arguments)) {
      assertThat(command.awaitEnd(PATIENCE))
          .as(() -> "log of " + name + ":\n" + text(LOGS.resolve("persistence-service.log")))
          .isZero();
    }
  }

  private static ServiceJvm start(
      ServiceName service, Map<String, String> environment, List<String> arguments)
      throws IOException {
    Path main = HOME.resolve("infra/images/start");
    String name =
        Files.readAllLines(main).stream()
            .map(String::strip)
            .filter(it -> it.startsWith(service.title() + ")"))
            .map(it -> it.replaceFirst(".*main=", "").replace(" ;;", ""))
            .findFirst()
            .orElseThrow();
    return ServiceJvm.start(
        HOME.resolve(service.title()),
        service.title(),
        name,
        LOGS.resolve(service.title() + ".log"),
        arguments,
        environment);
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.add(part);
    return part;
  }

  private long violations(String database) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                database, EmbeddedPostgres.SUPERUSER, passwords.get(EmbeddedPostgres.SUPERUSER));
        var result =
            connection.createStatement().executeQuery("SELECT count(*) FROM violation_events")) {
      result.next();
      return result.getLong(1);
    }
  }

  private static String get(int port, String path) throws IOException, InterruptedException {
    return send(port, "GET", path, "");
  }

  private static String send(int port, String method, String path, String body)
      throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("X-API-Key", API_KEY)
              .header("content-type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
      return answer.body();
    }
  }

  private static boolean hasNotificationState(EmbeddedRedis redis, Certificates certificates)
      throws Exception {
    var store = java.security.KeyStore.getInstance(java.security.KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(certificates.authority())) {
      store.setCertificateEntry(
          "authority",
          java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust =
        javax.net.ssl.TrustManagerFactory.getInstance(
            javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = javax.net.ssl.SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    URI uri = URI.create(redis.url());
    try (RedisClient client =
        RedisClient.builder()
            .hostAndPort(uri.getHost(), uri.getPort())
            .clientConfig(
                DefaultJedisClientConfig.builder()
                    .password(uri.getUserInfo().substring(1))
                    .ssl(true)
                    .sslSocketFactory(context.getSocketFactory())
                    .build())
            .build()) {
      return client.exists("cleansight:notification-state:built");
    }
  }

  private static Map<String, String> logs() throws IOException {
    try (var files = Files.list(LOGS)) {
      return files.collect(
          Collectors.toMap(it -> it.getFileName().toString(), EncryptedLineIT::text));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Of every process on this machine. */
  private static String commandLines() throws IOException {
    var all = new StringBuilder();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        try {
          all.append(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1))
              .append('\n');
        } catch (IOException ended) {
          all.append(ended.getClass().getSimpleName().toLowerCase(Locale.ROOT)).append('\n');
        }
      }
    }
    return all.toString();
  }
}
