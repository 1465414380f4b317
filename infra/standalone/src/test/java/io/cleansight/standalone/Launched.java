package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.embedded.Ports;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./run} as a person would start it, on ports and data of its own. */
final class Launched {
  static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  static final String VIEWER = "mei";
  static final String PASSWORD = "the password of the tests";

  /** As query-api hash-password prints it. */
  private static final String PASSWORD_HASH =
      "{bcrypt}$2a$10$nEgRH6oKEAakY6grKO50deru.G2nyL/OdJ5.Oss.JLh58fMfrT7Te";

  static final String API_KEY = "the key of the tests";

  private static final String API_KEY_SHA256 =
      "e058567aec88596c0e58341bf112fe55029b19828eb2d2241b846b1af69fe6f2";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int PORTS = 11;

  private final Path home;
  private final Path data;
  private final Path output;
  private final int basePort;
  private final int webPort;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private Launched(Path home, Path data, int basePort, Process process) {
    this.home = home;
    this.data = data;
    this.output = data.resolve("output.log");
    this.basePort = basePort;
    this.webPort = basePort + PORTS - 1;
    this.process = process;
  }

  /** Starts and waits until the address is printed. */
  static Launched start(Path data, Map<String, String> environment, String... arguments)
      throws IOException {
    return startFrom(HOME, data, environment, arguments);
  }

  /** The same of what is installed elsewhere. */
  static Launched startFrom(
      Path home, Path data, Map<String, String> environment, String... arguments)
      throws IOException {
    Files.createDirectories(data);
    int basePort = Ports.anyFree(PORTS);
    Process process = launch(home, data, basePort, environment, arguments);
    var launched = new Launched(home, data, basePort, process);
    launched.awaitAddress();
    return launched;
  }

  /** Starts anew on the same data and ports, whatever became of the run before. */
  void startAgain(String... arguments) throws IOException {
    Files.deleteIfExists(output);
    process = launch(home, data, basePort, Map.of(), arguments);
    awaitAddress();
  }

  String address() {
    return "http://127.0.0.1:" + webPort;
  }

  /** A new address that lets one browser in, as {@code ./run link} prints it. */
  String link() throws IOException {
    String said = said("link");
    return said.lines()
        .filter(it -> it.startsWith("Open "))
        .map(it -> it.substring("Open ".length()))
        .findFirst()
        .orElseThrow();
  }

  String bootstrapServers() {
    return "127.0.0.1:" + layout().kafkaPort();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  void killLauncher() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** kill -9, as often as the service has been started again in between. */
  void kill(String service) throws IOException {
    ProcessHandle victim = pid(service);
    assertThat(victim.destroyForcibly()).isTrue();
    await().atMost(PATIENCE).until(() -> !victim.isAlive());
    await().atMost(PATIENCE).ignoreExceptions().until(() -> pid(service).isAlive());
  }

  /** Sends a service a signal by its name, such as STOP and CONT. */
  void signal(String service, String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(pid(service).pid())).start().waitFor();
    assertThat(status).as("kill -%s %s", name, service).isZero();
  }

  /** Number of each service's process. */
  Map<String, Long> processes() throws IOException {
    var processes = new TreeMap<String, Long>();
    for (Service service : Service.LINE) {
      processes.put(service.title(), pid(service.title()).pid());
    }
    return processes;
  }

  /** Memory that a service's process holds, as the kernel counts it. */
  long residentMegabytes(String service) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid(service).pid()), "status"))
        .stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /** The services that {@code ./run status} says are well. */
  Set<String> wellServices() throws IOException {
    String said = said("status");
    return said.lines()
        .filter(it -> it.endsWith(" well") && !it.endsWith("not well"))
        .map(it -> it.split(" ", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@code ./run stop}; the launcher has ended when it returns. */
  void stop() throws IOException, InterruptedException {
    Process stop = run("stop").start();
    assertThat(stop.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private String said(String command) throws IOException {
    return new String(run(command).start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** About this run, which is known by its data. */
  private ProcessBuilder run(String command) {
    return new ProcessBuilder(home.resolve("run").toString(), command, "--data", data.toString());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .header("X-API-Key", API_KEY)
            .timeout(Duration.ofSeconds(10))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
    return new JsonMapper().readTree(response.body());
  }

  /** Sends a body; it must be taken. */
  void put(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer = send("PUT", path, json);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
  }

  /** Makes what is not there yet; it must be taken. */
  void make(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer = send("PUT", path, json, "If-None-Match");
    assertThat(answer.statusCode()).as(answer.body()).isIn(201, 202);
  }

  /** Sends a body; what changes something changes it whatever its version. */
  HttpResponse<String> send(String method, String path, String json)
      throws IOException, InterruptedException {
    return send(method, path, json, "If-Match");
  }

  /** Sends a body with a condition of that name, for whatever is there. */
  HttpResponse<String> send(String method, String path, String json, String condition)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .header("X-API-Key", API_KEY)
            .header("content-type", "application/json")
            .header(condition, "*")
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** What every process has written in its log so far. */
  List<String> logs() throws IOException {
    try (var files = Files.list(data.resolve("logs"))) {
      return files.map(Launched::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The body of an answer that must be a success. */
  byte[] bytes(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .header("X-API-Key", API_KEY)
            .timeout(Duration.ofSeconds(10))
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  int status(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .header("X-API-Key", API_KEY)
            .timeout(Duration.ofSeconds(10))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** For the owner of the tables. */
  String ownerUrl() {
    try {
      return "jdbc:postgresql://127.0.0.1:%d/cleansight?user=postgres&password=%s"
          .formatted(layout().postgresPort(), new KeptSecrets(layout()).password("postgres"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Connection database() throws SQLException {
    return DriverManager.getConnection(ownerUrl());
  }

  /** Stops what still runs. */
  void end() throws IOException, InterruptedException {
    if (process.isAlive()) {
      stop();
    }
    http.close();
  }

  /** Where it stands, also while it is stopped. */
  RunLayout layout() {
    return new RunLayout(home, data, webPort, basePort);
  }

  private ProcessHandle pid(String service) throws IOException {
    List<String> lines = Files.readAllLines(data.resolve("run").resolve(service + ".pid"));
    return ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow();
  }

  private void awaitAddress() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> !process.isAlive() || output().contains("Open " + address()));
    assertThat(output).content().contains("Open " + address());
  }

  private static Process launch(
      Path home, Path data, int basePort, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(home.resolve("run").toString());
    command.addAll(List.of("--data", data.toString(), "--base-port", Integer.toString(basePort)));
    command.addAll(List.of("--port", Integer.toString(basePort + PORTS - 1)));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(data.resolve("output.log").toFile());
    builder.environment().putAll(environment);
    builder.environment().put("CLEANSIGHT_BUILT", "yes");
    builder.environment().put("QUERY_ACCESS_APIKEYS_0_NAME", "test");
    builder.environment().put("QUERY_ACCESS_APIKEYS_0_SHA256", API_KEY_SHA256);
    builder.environment().put("QUERY_ACCESS_APIKEYS_0_ROLE", "admin");
    builder.environment().put("QUERY_ACCESS_USERS_0_NAME", VIEWER);
    builder.environment().put("QUERY_ACCESS_USERS_0_PASSWORD", PASSWORD_HASH);
    builder.environment().put("QUERY_ACCESS_USERS_0_ROLE", "viewer");
    builder.environment().put("CLEANSIGHT_LOGS", data.resolve("logs").toString());
    return builder.start();
  }
}
