package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.TestTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Distinctive secrets are planted wherever there is a place for one, things go wrong, and then
 * everything that anybody could read is searched for them.
 */
@Tag("long")
class SecretsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Of nobody but the owner. */
  private static final Set<PosixFilePermission> FOR_OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private static final String RULE =
      """
      {"name": "Any hairnet", "rule_type": "violation_threshold", "priority": "high",
       "conditions": {"threshold": 1, "duration_minutes": 10, "violation_type": "no_hairnet"},
       "notification_channels": ["email", "hook"], "recipients": ["chef@kitchen.example"]}""";

  @TempDir Path folder;

  private final Map<String, String> planted = new TreeMap<>();
  private final Map<String, String> answers = new TreeMap<>();

  @Test
  void noneIsFoundAnywhere() throws Exception {
    var environment = new HashMap<String, String>();
    environment.put("MAIL_HOST", "127.0.0.1");
    environment.put("MAIL_PORT", "1");
    environment.put("MAIL_AUTH", "true");
    environment.put("MAIL_USERNAME", "cleansight");
    environment.put("MAIL_PASSWORD", plant("mail password"));
    environment.put("NOTIFY_ALLOWED", "127.0.0.0/8");
    environment.put("ALERT_NOTIFY_ENDPOINTS_0_NAME", "hook");
    environment.put("ALERT_NOTIFY_ENDPOINTS_0_KIND", "WEBHOOK");
    environment.put(
        "ALERT_NOTIFY_ENDPOINTS_0_URL", "http://127.0.0.1:1/hook?token=" + plant("webhook token"));
    environment.put("ALERT_NOTIFY_ENDPOINTS_0_SECRET", plant("webhook secret"));
    planted.put("API key", Launched.API_KEY);
    planted.put("user password", Launched.PASSWORD);
    Launched line =
        Launched.start(
            folder.resolve("data"),
            environment,
            "--source",
            "rtsp://viewer:" + plant("source at the command line") + "@127.0.0.1:1/main",
            "--camera-id",
            "line-1",
            "--source",
            "scene:2959",
            "--camera-id",
            "kitchen-1");
    try {
      plantWhatIsKept(line);
      exercise(line);
      assertThat(commandLines()).as("command lines").satisfies(this::isClean);
      look(line);
      assertThat(records(line)).allSatisfy(this::isCleanOf);
      assertThat(rows(line)).allSatisfy(this::isCleanOf);
      assertThat(answers).allSatisfy(this::isCleanOf);
      assertThat(filesForOthers(line.layout().data())).isEmpty();
    } finally {
      line.end();
    }
    assertThat(line.output()).as("console").satisfies(this::isClean);
    var logs = new ArrayList<>(line.logs());
    assertThat(logs).isNotEmpty().allSatisfy(this::isClean);
  }

  private String plant(String what) {
    String secret = "Planted" + UUID.randomUUID().toString().replace("-", "");
    planted.put(what, secret);
    return secret;
  }

  /** What the launcher made by itself. */
  private void plantWhatIsKept(Launched line) throws IOException {
    try (var files = Files.list(line.layout().pids())) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("-key") || name.startsWith("password-")) {
          planted.put(name, Files.readString(file).strip());
        }
      }
    }
    assertThat(planted)
        .containsKeys("session-key", "camera-private-key", "password-postgres", "password-redis");
  }

  /** What goes right, and more that goes wrong. */
  private void exercise(Launched line) throws Exception {
    ask(line, "POST", "/api/v1/alerts/rules", RULE);
    String source = "rtsp://viewer:" + plant("source by REST") + "@127.0.0.1:1/main";
    ask(line, "PUT", "/api/v1/cameras/line-2", camera(source));
    ask(line, "POST", "/api/v1/cameras/line-2/probe", "{\"source\": \"" + source + "\"}");
    ask(line, "POST", "/api/v1/cameras/line-2/probe", "{}");
    for (String mistyped :
        List.of(
            "rtsp:/u:%s@127.0.0.1/a",
            "u:%s@127.0.0.1",
            "rtsp://u:%s@ 127.0.0.1/a",
            "file:///u:%s@/a",
            "rtsp://u:%s@/a\\\\u0000")) {
      String wrong = mistyped.formatted(plant("mistyped " + mistyped));
      ask(line, "PUT", "/api/v1/cameras/line-3", camera(wrong));
      ask(line, "POST", "/api/v1/cameras/line-3/probe", "{\"source\": \"" + wrong + "\"}");
    }
    String inside = plant("in a body that is none");
    ask(line, "PUT", "/api/v1/cameras/line-3", "{\"source\": \"rtsp://u:" + inside + "@h");
    ask(line, "PUT", "/api/v1/cameras/line-3", "{\"sauce\": \"rtsp://u:" + inside + "@h\"}");
    ask(line, "PUT", "/api/v1/cameras/line-3", "{\"source\": {\"a\": \"" + inside + "\"}}");
    ask(
        line,
        "POST",
        "/api/v1/session",
        "{\"name\": \"mei\", \"password\": \"" + plant("wrong password") + "\"}");
    ask(
        line,
        "POST",
        "/api/v1/session",
        "{\"name\": \"mei\", \"password\": \"" + Launched.PASSWORD + "\"}");
    ask(line, "POST", "/api/v1/session", "{\"token\": \"" + plant("wrong link") + "\"}");
    send(line, "GET", "/api/v1/cameras", "", "X-API-Key", plant("wrong API key"));
    send(line, "GET", "/api/v1/cameras", "", "Authorization", "Bearer " + plant("wrong token"));
    // Somebody is told, in vain.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                rows(line).values().stream().anyMatch(it -> it.contains("hook"))
                    && rows(line).getOrDefault("alert_notifications", "").contains("retrying"));
  }

  /** What there is to be looked at. */
  private void look(Launched line) throws Exception {
    for (String path :
        List.of(
            "cameras",
            "cameras/line-2",
            "system",
            "audit",
            "alerts",
            "alerts/rules",
            "alerts/notifications",
            "events",
            "records/violations",
            "statistics/summary")) {
      ask(line, "GET", "/api/v1/" + path, "");
    }
    for (String path : List.of("/", "/cameras.html", "/v3/api-docs", "/session.html")) {
      ask(line, "GET", path, "");
    }
    for (Service service : Service.LINE) {
      for (String endpoint :
          List.of(
              "",
              "/health",
              "/info",
              "/prometheus",
              "/env",
              "/configprops",
              "/beans",
              "/heapdump",
              "/threaddump",
              "/loggers",
              "/mappings",
              "/metrics")) {
        int port = service.managementPort(line.layout());
        HttpResponse<String> answer =
            send(
                "http://127.0.0.1:" + port + "/actuator" + endpoint,
                "GET",
                "",
                "X-API-Key",
                Launched.API_KEY);
        if (List.of("/env", "/configprops", "/beans", "/heapdump", "/threaddump", "/loggers")
            .contains(endpoint)) {
          assertThat(answer.statusCode()).as(service + endpoint).isNotEqualTo(200);
        }
      }
    }
  }

  private static String camera(String source) {
    return """
    {"name": "Line", "enabled": true, "zones": [], "required_steps": [], "minimum_wash_millis": 20000,
     "step_window_millis": 3600000, "source": "%s"}"""
        .formatted(source);
  }

  private void ask(Launched line, String method, String path, String body) throws Exception {
    send(line, method, path, body, "X-API-Key", Launched.API_KEY);
  }

  private void send(
      Launched line, String method, String path, String body, String header, String value)
      throws Exception {
    send(line.address() + path, method, body, header, value);
  }

  private HttpResponse<String> send(
      String address, String method, String body, String header, String value) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(address))
              .timeout(Duration.ofSeconds(30))
              .header("content-type", "application/json")
              .header(method.equals("PUT") ? "If-None-Match" : "If-Match", "*")
              .header(header, value)
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      answers.put(
          answers.size() + " " + method + " " + address,
          answer.statusCode() + " " + answer.headers().map() + "\n" + answer.body());
      return answer;
    }
  }

  /** Every record of every topic, as it lies there. */
  private static Map<String, String> records(Launched line) {
    var records = new TreeMap<String, String>();
    Stream<String> names =
        Stream.concat(
            Topics.all().stream().map(Topic::name),
            Stream.of(
                "inference-judge-people-changelog",
                "inference-judge-rooms-changelog",
                "alert-evaluation-camera-alerts-5-changelog"));
    names.forEach(
        topic -> {
          var text = new StringBuilder();
          TestTopics.committed(line.bootstrapServers(), topic, new ByteArrayDeserializer())
              .forEach(
                  record -> {
                    text.append(record.key()).append('\n');
                    if (record.value() != null) {
                      text.append(new String(record.value(), StandardCharsets.ISO_8859_1));
                    }
                    record
                        .headers()
                        .forEach(
                            it -> text.append(new String(it.value(), StandardCharsets.ISO_8859_1)));
                  });
          records.put(topic, text.toString());
        });
    assertThat(records.get(Topics.CAMERAS)).contains("line-2");
    return records;
  }

  /** Every row of every table. */
  private static Map<String, String> rows(Launched line) throws SQLException {
    var rows = new TreeMap<String, String>();
    try (Connection connection = line.database();
        var statement = connection.createStatement()) {
      var tables = new ArrayList<String>();
      try (var found =
          statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      for (String table : tables) {
        try (var found =
            statement.executeQuery(
                "SELECT string_agg(it::text, chr(10)) FROM " + table + " AS it")) {
          found.next();
          rows.put(table, String.valueOf(found.getString(1)));
        }
      }
    }
    return rows;
  }

  /** Of every process but the launcher, whose own is the doing of who started it. */
  private static String commandLines() throws IOException {
    var all = new StringBuilder();
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        String command = commandLine(process);
        if (!command.contains("io.cleansight.standalone.Main")) {
          all.append(command).append('\n');
        }
      }
    }
    assertThat(all.toString()).contains("QueryApplication", "redis-server");
    return all.toString();
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException ended) {
      return "";
    }
  }

  /** Files that others than their owner can read or write. */
  private static List<String> filesForOthers(Path data) throws IOException {
    var found = new ArrayList<String>();
    try (var files = Files.walk(data)) {
      for (Path file : files.toList()) {
        // What this test wrote itself; a server may delete its files meanwhile.
        boolean ours = file.getFileName().toString().equals("output.log");
        if (!ours && Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(file)) {
          permissions(file).stream()
              .filter(FOR_OTHERS::contains)
              .findAny()
              .ifPresent(it -> found.add(data.relativize(file) + " " + it));
        }
      }
    }
    return found;
  }

  private static Set<PosixFilePermission> permissions(Path file) {
    try {
      return Files.getPosixFilePermissions(file);
    } catch (IOException gone) {
      return Set.of();
    }
  }

  private void isCleanOf(String where, String text) {
    assertThat(text).as(where).satisfies(this::isClean);
  }

  private void isClean(String text) {
    planted.forEach(
        (what, secret) -> {
          String encoded =
              Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
          // Not the whole text, which is of no use to who reads the complaint.
          assertThat(text.contains(secret) || text.contains(encoded))
              .as("%s is found: %s", what, around(text, secret))
              .isFalse();
        });
  }

  private static String around(String text, String secret) {
    int at = text.indexOf(secret);
    return text.substring(
        Math.max(0, at - 300), Math.min(text.length(), Math.max(0, at) + secret.length() + 100));
  }
}
