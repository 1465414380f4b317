package io.cleansight.query;

import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.EmbeddedPostgres;
import io.cleansight.embedded.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service over a real database and broker, with persistence away: nothing that is decided is
 * applied.
 */
public final class Running implements AutoCloseable {
  /** A key of an admin. */
  public static final String API_KEY = "the key of the tests";

  private static final String API_KEY_SHA256 =
      "e058567aec88596c0e58341bf112fe55029b19828eb2d2241b846b1af69fe6f2";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final EmbeddedPostgres postgres;
  private final EmbeddedKafka kafka;
  private final boolean owner;
  private final ConfigurableApplicationContext context;
  private final String address;
  private boolean kafkaIsAway;

  private Running(
      EmbeddedPostgres postgres,
      EmbeddedKafka kafka,
      boolean owner,
      Consumer<SpringApplicationBuilder> change,
      String... settings) {
    this.postgres = postgres;
    this.kafka = kafka;
    this.owner = owner;
    var builder = new SpringApplicationBuilder(QueryApplication.class);
    builder.properties("query.access.failures-per-minute=1000000");
    change.accept(builder);
    boolean anyPort = Stream.of(settings).noneMatch(it -> it.startsWith("--server.port="));
    context =
        builder.run(
            Stream.concat(
                    Stream.of(
                        "--management.server.port=0",
                        "--query.access.api-keys[0].name=test",
                        "--query.access.api-keys[0].sha256=" + API_KEY_SHA256,
                        "--query.access.api-keys[0].role=admin",
                        "--query.access.per-minute=1000000",
                        // Persistence and capture are away, whatever the patience.
                        "--query.patience=200ms",
                        "--query.probe-patience=200ms",
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--spring.datasource.url=" + postgres.readerUrl()),
                    Stream.concat(
                        Stream.of("--server.port=0").filter(_ -> anyPort), Stream.of(settings)))
                .toArray(String[]::new));
    var server =
        Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer());
    address = "http://127.0.0.1:" + server.getPort() + "/api/v1/";
  }

  private static Running made(
      Path folder, Consumer<SpringApplicationBuilder> change, String... settings) throws Exception {
    var postgres = EmbeddedPostgres.start(folder.resolve("postgres"), Ports.anyFree());
    var kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
    Flyway.configure().dataSource(postgres.ownerUrl(), null, null).load().migrate();
    return new Running(postgres, kafka, true, change, settings);
  }

  /** Another instance beside this one, over the same database and broker; to be closed before. */
  public Running another(String... settings) {
    return new Running(postgres, kafka, false, _ -> {}, settings);
  }

  /** Starts it; {@code settings} as on a command line. */
  public static Running in(Path folder, String... settings) throws Exception {
    return made(folder, _ -> {}, settings);
  }

  /** Starts it with an application that was changed before. */
  public static Running in(
      Path folder, Consumer<SpringApplicationBuilder> change, String... settings) throws Exception {
    return made(folder, change, settings);
  }

  /** Runs a statement as the database's owner. */
  public void sql(String statement) throws SQLException {
    try (var connection = DriverManager.getConnection(postgres.ownerUrl());
        var it = connection.createStatement()) {
      it.execute(statement);
    }
  }

  public String ownerUrl() {
    return postgres.ownerUrl();
  }

  /** From now on Kafka is away. */
  public void stopKafka() {
    kafka.close();
    kafkaIsAway = true;
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** The address of {@code path} on the port of health and metrics. */
  public URI managementAt(String path) {
    return URI.create(
        "http://127.0.0.1:"
            + context.getEnvironment().getRequiredProperty("local.management.port")
            + path);
  }

  /** Runs a command of an operator who has that key; what it ended with and printed. */
  public static String command(String key, String... arguments) {
    var printed = new StringWriter();
    var writer = new PrintWriter(printed);
    int status =
        new CommandLine(new QueryCommands(Map.of("API_KEY", key)))
            .setOut(writer)
            .setErr(writer)
            .execute(arguments);
    return status + " " + printed;
  }

  /** The address of {@code path} under {@code /api/v1/}. */
  public URI at(String path) {
    return URI.create(address + path);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** What answers which request. */
  public RequestMappingHandlerMapping mappings() {
    return context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(at(path)).header("X-API-Key", API_KEY));
  }

  /** Sends a body of JSON; what changes something changes it whatever its version. */
  public HttpResponse<String> send(String method, String path, String json)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(at(path))
            .header("X-API-Key", API_KEY)
            .header("content-type", "application/json")
            .header("If-Match", "*")
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Sends a body of JSON with a header besides, as {@code If-Match}. */
  public HttpResponse<String> send(
      String method, String path, String header, String value, String json)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(at(path))
            .header("X-API-Key", API_KEY)
            .header("content-type", "application/json")
            .header(header, value)
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  /** The same with another key than the admin's; null: with none. */
  public HttpResponse<String> send(@Nullable String key, String method, String path, String json)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(at(path))
            .header("content-type", "application/json")
            .header("If-Match", "*")
            .method(method, HttpRequest.BodyPublishers.ofString(json));
    return send(key == null ? request : request.header("X-API-Key", key));
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
  }

  public static JsonNode json(HttpResponse<String> answer) {
    return new JsonMapper().readTree(answer.body());
  }

  @Override
  public void close() throws IOException {
    context.close();
    http.close();
    if (owner) {
      if (!kafkaIsAway) {
        kafka.close();
      }
      postgres.close();
    }
  }
}
