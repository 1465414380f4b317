package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cleansight.bridge.json.EventJson;
import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.TestTopics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a running line offers to other systems is what is written of it: of metrics ours are those
 * of docs/reference/metrics.md and no others, and what is under examples/ reads the violations of
 * the record, and brings frames and detections that are judged.
 */
class InterfacesIT {
  private static final Path PAGE = Launched.HOME.resolve("docs/reference/metrics.md");
  private static final Pattern NAME = Pattern.compile("(?m)^([a-z_]+)[{ ]");
  private static final Pattern FIRST_COLUMN = Pattern.compile("(?m)^\\| (`[^|]+) \\|");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String THEIR_DETECTOR = "their-detector";
  private static final int PICTURES = 10;

  private static final String PER_SHIFT =
      """
      SELECT day::date || ' ' || (ARRAY['early', 'late', 'night'])[1 + hour / 8] || ' ' || camera_id || ' ' || count(*)
      FROM (SELECT camera_id, at AS day, extract(hour FROM at)::int AS hour
            FROM (SELECT camera_id, timestamp AT TIME ZONE 'UTC' - interval '6 hours' AS at FROM violation_events) AS shifted) AS ours
      GROUP BY camera_id, day::date, hour / 8
      """;

  private static final String CONNECTED =
      "violation_id || ' ' || camera_id || ' ' || type || ' ' || opened_at";
  private static final String RECORDED =
      "id || ' ' || camera_id || ' ' || violation_type || ' ' || date_trunc('milliseconds', timestamp AT TIME ZONE 'UTC')";

  private static final String BARE_HEADS =
      "SELECT id FROM violation_events WHERE violation_type = 'no_hairnet' AND camera_id = '%s'";

  /** There once frames have been judged and written, whatever they show. */
  private static final Set<String> ONCE_FRAMES_FLOW =
      Set.of(
          "cleansight_camera_state",
          "cleansight_frames_captured_total",
          "cleansight_frames_published_total",
          "cleansight_frames_dropped_total",
          "cleansight_inference_seconds_bucket",
          "cleansight_batch_size_bucket",
          "cleansight_frames_written_total",
          "cleansight_database_write_seconds_bucket",
          "cleansight_dead_letters_total",
          "cleansight_alerts_total",
          "cleansight_credentials_refused_total");

  private static final String JSON_VIOLATIONS = JsonTopic.PREFIX + "violations";
  private static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path data;

  private static Launched line;

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws IOException {
    Map<String, String> settings = Map.of("INFERENCE_EXCLUDEDCAMERAS", THEIR_DETECTOR);
    line =
        Launched.start(data, settings, "--source", "scene:7", "--camera-id", "drawn", "--bridge");
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    line.end();
  }

  @Test
  void theServicesTellWhatTheReferenceSays() throws Exception {
    await().atMost(PATIENCE).until(() -> names(Service.PERSISTENCE).containsAll(written()));
    var told = new TreeSet<String>();
    for (Service service : Service.LINE) {
      told.addAll(names(service));
    }
    Set<String> explained = explained();
    assertThat(told).containsAll(ONCE_FRAMES_FLOW);
    assertThat(explained)
        .containsAll(told.stream().filter(InterfacesIT::isOurs).collect(Collectors.toSet()));
    assertThat(told)
        .containsAll(explained.stream().filter(it -> !isOurs(it)).collect(Collectors.toSet()));
  }

  /** Consumers under examples/, by what they need beside a JDK. */
  enum Consumer {
    JAVA,
    SPRING_KAFKA,
    PYTHON,
    NODE;

    String[] command(String servers) {
      return switch (this) {
        case JAVA -> RunningExample.java("query-api", "examples/Violations.java", servers);
        case SPRING_KAFKA ->
            RunningExample.java(
                "examples/spring-kafka",
                "io.cleansight.example.spring.ViolationListener",
                "--spring.kafka.bootstrap-servers=" + servers);
        case PYTHON -> new String[] {"examples/python/violations.py", servers};
        case NODE -> new String[] {"node", "examples/node/violations.js", servers};
      };
    }

    /** What is not there, or is left out, is said. */
    void mustRun() throws IOException, InterruptedException {
      switch (this) {
        case JAVA, SPRING_KAFKA -> {}
        case PYTHON ->
            assumeTrue(
                RunningExample.succeeds(
                    Launched.HOME, "/usr/bin/python3", "-c", "import avro, confluent_kafka"),
                "needs Debian's python3-avro and python3-confluent-kafka");
        case NODE -> {
          assumeFalse(Boolean.getBoolean("skipJavaScript"), "left out: -DskipJavaScript");
          assertThat(RunningExample.succeeds(Launched.HOME, "examples/node/install")).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void consumersPrintTheViolationsOfTheRecord(Consumer consumer) throws Exception {
    consumer.mustRun();
    Path printed = data.resolve(consumer + ".txt");
    String[] command = consumer.command(line.bootstrapServers());
    try (var example = RunningExample.start(printed, Map.of(), command)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(example.lines()).doesNotHaveDuplicates();
                assertThat(example.ids()).isNotEmpty().isEqualTo(recorded());
              });
      assertThat(example.isAlive()).isTrue();
    }
  }

  @Test
  void whatIsSaidAsJsonIsWhatIsSaidAndTheViolationsOfTheRecord() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<String> json = said(JSON_VIOLATIONS);
              assertThat(json).isNotEmpty().isEqualTo(said());
              assertThat(
                      json.stream()
                          .map(it -> JSON.readTree(it).path("violationId").asString())
                          .collect(Collectors.toSet()))
                  .isEqualTo(recorded());
            });
  }

  /** The data of a JSON topic. */
  private static List<String> said(String topic) {
    return TestTopics.committed(line.bootstrapServers(), topic, new StringDeserializer()).stream()
        .map(it -> JSON.readTree(it.value()).path("data").toString())
        .sorted()
        .toList();
  }

  /** In Avro, as JSON. */
  private static List<String> said() {
    return TestTopics.committed(line.bootstrapServers(), Topics.VIOLATIONS, new EventDeserializer())
        .stream()
        .map(it -> (SpecificRecord) ((Decoded.Event<?>) it.value()).value())
        .map(it -> JSON.readTree(EventJson.of(it).toString()).toString())
        .sorted()
        .toList();
  }

  /** Bounded: it ends with what is there now. */
  @Test
  @Tag("long")
  void flinkSqlCountsTheViolationsOfEachHour() throws Exception {
    await().atMost(PATIENCE).until(() -> !recorded().isEmpty());
    Set<String> before = recorded();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(String.join("\n", said(JSON_VIOLATIONS))).contains(before));
    String[] command =
        RunningExample.java(
            "examples/flink",
            "io.cleansight.example.flink.RunSql",
            "examples/flink/violations.sql",
            line.bootstrapServers());
    try (var flink = RunningExample.start(data.resolve("flink.txt"), Map.of(), command)) {
      await().atMost(PATIENCE).until(flink::isDone);
      Set<String> counted =
          UUIDS
              .matcher(String.join("\n", flink.lines()))
              .results()
              .map(it -> it.group())
              .collect(Collectors.toSet());
      assertThat(counted).containsAll(before);
      await().atMost(PATIENCE).until(() -> recorded().containsAll(counted));
    }
  }

  @Test
  void kafkaStreamsCountsTheViolationsOfEachShift() throws Exception {
    Path state = data.resolve("violations-per-shift");
    String[] command =
        RunningExample.java(
            "inference-service",
            "examples/streams/ViolationsPerShift.java",
            line.bootstrapServers(),
            state.toString(),
            "UTC");
    try (var example = RunningExample.start(data.resolve("shifts.txt"), Map.of(), command)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                var counts = new TreeMap<String, String>();
                for (String it : example.lines()) {
                  counts.put(it.substring(0, it.lastIndexOf(' ')), it);
                }
                assertThat(counts.values()).isNotEmpty();
                assertThat(new TreeSet<>(counts.values())).isEqualTo(column(PER_SHIFT));
              });
      assertThat(example.isAlive()).isTrue();
    }
  }

  /** By a worker on its own, into a database of its own and into a file. */
  @Test
  @Tag("long")
  void kafkaConnectWritesTheViolationsOfTheRecord() throws Exception {
    try (var database = line.database()) {
      database.createStatement().execute("CREATE DATABASE example");
    }
    String url = line.ownerUrl().replace("/cleansight?", "/example?");
    Path file = data.resolve("connected.txt");
    var settings =
        Map.of(
            "KAFKA", line.bootstrapServers(),
            "REST_PORT", Integer.toString(Ports.anyFree(1)),
            "FILE", file.toString(),
            "DATABASE_URL", url,
            "DATABASE_USER", "postgres",
            "DATABASE_PASSWORD", url.substring(url.lastIndexOf('=') + 1));
    String folder = "examples/connect";
    String[] command =
        RunningExample.java(
            folder,
            "org.apache.kafka.connect.cli.ConnectStandalone",
            folder + "/worker.properties",
            folder + "/database.properties",
            folder + "/file.properties");
    try (var worker = RunningExample.start(data.resolve("connect.txt"), settings, command)) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsMatching(InterfacesIT::isNotMadeYet)
          .untilAsserted(
              () -> {
                assertThat(column(url, "SELECT %s FROM violations".formatted(CONNECTED)))
                    .isNotEmpty()
                    .isEqualTo(column("SELECT %s FROM violation_events".formatted(RECORDED)));
                assertThat(connected(file)).isEqualTo(recorded());
              });
      assertThat(worker.isAlive()).isTrue();
    }
  }

  /** The sink makes its table, and its file, with the first violation. */
  private static boolean isNotMadeYet(Throwable trouble) {
    return trouble instanceof NoSuchFileException
        || (trouble instanceof SQLException sql && "42P01".equals(sql.getSQLState()));
  }

  private static Set<String> connected(Path file) throws IOException {
    return Pattern.compile("violation_id=([0-9a-f-]{36})")
        .matcher(Files.readString(file))
        .results()
        .map(it -> it.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Its values are Avro, which kcat leaves alone; keys and headers say what happened to whom. */
  @Test
  void kcatShowsWhichCamerasHadViolations() throws Exception {
    assumeTrue(RunningExample.succeeds(Launched.HOME, "kcat", "-V"), "needs Debian's kcat");
    await().atMost(PATIENCE).until(() -> !recorded().isEmpty());
    Path printed = data.resolve("kcat.txt");
    String[] command = {
      "kcat",
      "-C",
      "-b",
      line.bootstrapServers(),
      "-t",
      Topics.VIOLATIONS,
      "-X",
      "isolation.level=read_committed",
      "-o",
      "beginning",
      "-e",
      "-q",
      "-f",
      "%k %T %h\n"
    };
    try (var kcat = RunningExample.start(printed, Map.of(), command)) {
      await().atMost(PATIENCE).until(kcat::isDone);
      assertThat(kcat.ids()).isSubsetOf(column("SELECT DISTINCT camera_id FROM violation_events"));
      assertThat(kcat.lines())
          .isNotEmpty()
          .allSatisfy(it -> assertThat(it).contains("ce_type=io.cleansight.Violation", "ce_id="));
    }
  }

  @Test
  void aClientGeneratedFromTheDescriptionListsTheViolationsOfTheRecord() throws Exception {
    await().atMost(PATIENCE).until(() -> !recorded().isEmpty());
    Set<String> before = recorded();
    String[] command =
        RunningExample.java(
            "examples/rest", "io.cleansight.example.rest.ListViolations", line.address());
    var key = Map.of("CLEANSIGHT_API_KEY", Launched.API_KEY);
    try (var client = RunningExample.start(data.resolve("rest.txt"), key, command)) {
      await().atMost(PATIENCE).until(client::isDone);
      assertThat(client.ids()).containsAll(before);
      assertThat(recorded()).containsAll(client.ids());
    }
  }

  /**
   * A picture of somebody without a hairnet, ten times: as frames of a camera of others it is
   * judged by our model, and by a detector of others where the camera is left to it.
   */
  @Test
  void camerasAndDetectorsOfOthersAreJudgedLikeOurs() throws Exception {
    Path pictures = Files.createDirectories(data.resolve("pictures"));
    byte[] jpeg = picture();
    for (int i = 0; i < PICTURES; i++) {
      Files.write(pictures.resolve(i + ".jpg"), jpeg);
    }
    try (var detector = detector()) {
      for (String camera : List.of("theirs", THEIR_DETECTOR)) {
        publish(camera, pictures);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertThat(column(framesOf(camera))).containsExactly("" + PICTURES);
                  assertThat(column(BARE_HEADS.formatted(camera))).isNotEmpty();
                });
        String first = new TreeSet<>(column(BARE_HEADS.formatted(camera))).first();
        String snapshot = "/api/v1/records/violations/" + first + "/snapshot";
        await().atMost(PATIENCE).until(() -> line.status(snapshot) == 200);
        assertThat(line.bytes(snapshot)).isEqualTo(jpeg);
      }
      assertThat(detector.isAlive()).isTrue();
    }
  }

  private static String framesOf(String camera) {
    return "SELECT coalesce(sum(total_frames), 0) FROM statistics_hourly WHERE camera_id = '%s'"
        .formatted(camera);
  }

  private RunningExample detector() throws IOException {
    return RunningExample.start(
        data.resolve("detector.txt"),
        Map.of(),
        RunningExample.java(
            "query-api",
            "examples/detector/OwnDetector.java",
            line.bootstrapServers(),
            THEIR_DETECTOR));
  }

  private void publish(String camera, Path pictures) throws IOException {
    String[] command =
        RunningExample.java(
            "query-api",
            "examples/camera/OwnCamera.java",
            line.bootstrapServers(),
            camera,
            pictures.toString(),
            "2");
    Path printed = data.resolve(camera + ".txt");
    try (var example = RunningExample.start(printed, Map.of(), command)) {
      await().atMost(PATIENCE).until(example::isDone);
      assertThat(example.ids()).hasSize(PICTURES);
    }
  }

  /** That opened a violation of ours. */
  private byte[] picture() throws Exception {
    String ofOurs = BARE_HEADS.formatted("drawn");
    await().atMost(PATIENCE).until(() -> !column(ofOurs).isEmpty());
    String id = column(ofOurs).iterator().next();
    String snapshot = "/api/v1/records/violations/" + id + "/snapshot";
    await().atMost(PATIENCE).until(() -> line.status(snapshot) == 200);
    return line.bytes(snapshot);
  }

  private static Set<String> recorded() throws SQLException {
    return column("SELECT id FROM violation_events");
  }

  private static Set<String> column(String select) throws SQLException {
    return column(line.ownerUrl(), select);
  }

  private static Set<String> column(String url, String select) throws SQLException {
    try (var database = DriverManager.getConnection(url);
        var rows = database.createStatement().executeQuery(select)) {
      var values = new TreeSet<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  private static Set<String> written() {
    return Set.of("cleansight_frames_written_total", "cleansight_database_write_seconds_bucket");
  }

  private static boolean isOurs(String name) {
    return name.startsWith("cleansight_");
  }

  private static Set<String> explained() throws IOException {
    return FIRST_COLUMN
        .matcher(Files.readString(PAGE))
        .results()
        .flatMap(it -> CODE.matcher(it.group(1)).results())
        .map(it -> it.group(1))
        .collect(Collectors.toSet());
  }

  private Set<String> names(Service service) throws IOException, InterruptedException {
    String address =
        "http://127.0.0.1:" + service.managementPort(line.layout()) + "/actuator/prometheus";
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(address).isEqualTo(200);
    return NAME.matcher(answer.body()).results().map(it -> it.group(1)).collect(Collectors.toSet());
  }
}
