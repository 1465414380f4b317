package io.cleansight.query.violation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.event.AuditEntry;
import io.cleansight.event.Box;
import io.cleansight.event.Review;
import io.cleansight.query.Running;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures with heads hidden, exports, and commands sent twice; and what the audit says of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvidenceIT {
  private static final String VIOLATION = "00000000-0000-0000-0000-000000000001";
  private static final String SNAPSHOT = "records/violations/" + VIOLATION + "/snapshot";
  private static final String CROWDED = "00000000-0000-0000-0000-000000000002";
  private static final Box HEAD = new Box(0.4, 0.4, 0.2, 0.2);
  private static final String REVIEWER = "the key of a reviewer";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ROWS = 5000;

  @TempDir static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private byte[] picture = {};
  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    String hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(REVIEWER.getBytes(StandardCharsets.UTF_8)));
    running =
        Running.in(
            folder,
            "--query.evidence.blurred=true",
            "--query.access.api-keys[1].name=reviewer",
            "--query.access.api-keys[1].sha256=" + hash,
            "--query.access.api-keys[1].role=reviewer");
    picture = noise();
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, snapshot_state, snapshot_path)
        SELECT id::uuid, gen_random_uuid(), 'line-1', now(), 'no_hairnet', 1, 0.9,
               '{"x": 0.4, "y": 0.4, "width": 0.2, "height": 0.2}', '=1+1', 'present', 'a/b'
        FROM (VALUES ('%s'), ('%s')) AS them (id)
        """
            .formatted(VIOLATION, CROWDED));
    running.sql(
        """
        INSERT INTO violation_snapshots (violation_id, state, path, sha256, store, bytes, captured_at, heads)
        VALUES ('%s', 'present', 'a/b', 'x', 'postgresql', 1, now(), NULL),
               ('%s', 'present', 'a/b', 'x', 'postgresql', 1, now(),
                '[{"x": 0.4, "y": 0.4, "width": 0.2, "height": 0.2}, {"x": 0.05, "y": 0.05, "width": 0.2, "height": 0.2}]')
        """
            .formatted(VIOLATION, CROWDED));
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason)
        SELECT gen_random_uuid(), gen_random_uuid(), 'many', '2026-03-01T00:30:00Z'::timestamptz + n * interval '1 second',
               'no_hairnet', n, 0.9, '{}', 'for, the "test"'
        FROM generate_series(1, %d) AS n
        """
            .formatted(ROWS));
    try (var connection = DriverManager.getConnection(running.ownerUrl());
        var insert =
            connection.prepareStatement(
                "INSERT INTO snapshot_pictures (path, jpeg) VALUES (?, ?)")) {
      insert.setString(1, "a/b");
      insert.setBytes(2, picture);
      insert.execute();
    }
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
    http.close();
  }

  @Test
  void headsAreHiddenButFromAnAdminWhoAsksAndEachLookIsInTheAudit() throws Exception {
    HttpResponse<byte[]> hidden = look(REVIEWER, SNAPSHOT, null);
    assertThat(hidden.statusCode()).isEqualTo(200);
    assertThat(hidden.body()).isNotEqualTo(picture);
    assertThat(look(Running.API_KEY, SNAPSHOT, null).body()).isEqualTo(hidden.body());
    assertThat(look(REVIEWER, SNAPSHOT + "?unblurred=true", null).statusCode()).isEqualTo(403);
    assertThat(look(Running.API_KEY, SNAPSHOT + "?unblurred=true", null).body()).isEqualTo(picture);
    assertThat(hidden.headers().firstValue("etag")).isEmpty();
    assertThat(look(REVIEWER, SNAPSHOT, "\"any\"").statusCode()).isEqualTo(200);
    List<AuditEntry> entries = read(Topics.AUDIT, 4, AuditEntry.class);
    assertThat(entries)
        .extracting(AuditEntry::getWho, AuditEntry::getAction, AuditEntry::getTarget)
        .contains(
            org.assertj.core.groups.Tuple.tuple("key:reviewer", "evidence_viewed", VIOLATION),
            org.assertj.core.groups.Tuple.tuple("key:test", "evidence_viewed", VIOLATION),
            org.assertj.core.groups.Tuple.tuple("key:test", "evidence_unblurred", VIOLATION));
  }

  @Test
  void bystandersAreHiddenThoughNoRecordOfTheFrameWasKept() throws Exception {
    byte[] hidden = look(REVIEWER, "records/violations/" + CROWDED + "/snapshot", null).body();
    assertThat(contrast(hidden, 0.5, 0.5)).as("who broke the rule").isLessThan(60);
    assertThat(contrast(hidden, 0.15, 0.15)).as("a bystander").isLessThan(60);
    assertThat(contrast(hidden, 0.8, 0.8)).as("beside them").isGreaterThan(90);
  }

  @Test
  void aPictureOfWhichNobodyKnowsWhoIsInItIsHiddenWhole() throws Exception {
    byte[] hidden = look(REVIEWER, SNAPSHOT, null).body();
    for (int tenths = 1; tenths < 10; tenths++) {
      double at = tenths / 10.0;
      assertThat(contrast(hidden, at, at)).as("at %f", at).isLessThan(60);
    }
  }

  @Test
  void livePicturesAndPreviewsAreHiddenFromWhoMayNotSeeFacesAndLookingIsAudited() throws Exception {
    try (var line = new LiveLine(running(), picture, HEAD)) {
      line.judge();
      String preview = "cameras/live-1/preview";
      await().atMost(PATIENCE).until(() -> look(REVIEWER, preview, null).statusCode() == 200);
      assertThat(contrast(look(REVIEWER, preview, null).body(), 0.5, 0.5)).isLessThan(60);
      assertThat(look(REVIEWER, preview + "?unblurred=true", null).statusCode()).isEqualTo(403);
      assertThat(look(Running.API_KEY, preview + "?unblurred=true", null).body())
          .isEqualTo(picture);
      assertThat(contrast(line.watched(REVIEWER, ""), 0.5, 0.5)).isLessThan(60);
      assertThat(contrast(line.watched(Running.API_KEY, ""), 0.5, 0.5)).isLessThan(60);
      assertThat(line.watched(Running.API_KEY, "?unblurred=true")).isEqualTo(picture);
      assertThat(line.refused(REVIEWER, "?unblurred=true")).isEqualTo(1008);
    }
    assertThat(read(Topics.AUDIT, 8, AuditEntry.class))
        .extracting(AuditEntry::getWho, AuditEntry::getAction, AuditEntry::getTarget)
        .contains(
            org.assertj.core.groups.Tuple.tuple("key:reviewer", "preview_viewed", "live-1"),
            org.assertj.core.groups.Tuple.tuple("key:test", "preview_unblurred", "live-1"),
            org.assertj.core.groups.Tuple.tuple("key:reviewer", "live_viewed", "live-1"),
            org.assertj.core.groups.Tuple.tuple("key:test", "live_unblurred", "live-1"))
        .doesNotContain(
            org.assertj.core.groups.Tuple.tuple("key:reviewer", "live_unblurred", "live-1"));
  }

  /** The lightest less the darkest point of a few around that one, in fractions. */
  private static int contrast(byte[] jpeg, double x, double y) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    int lightest = 0;
    int darkest = 255;
    for (int dy = -6; dy <= 6; dy++) {
      for (int dx = -6; dx <= 6; dx++) {
        int green =
            image.getRGB((int) (x * image.getWidth()) + dx, (int) (y * image.getHeight()) + dy) >> 8
                & 0xff;
        lightest = Math.max(lightest, green);
        darkest = Math.min(darkest, green);
      }
    }
    return lightest - darkest;
  }

  @Test
  void whoeverAsksForTheirDataGetsAllOfItWithHeadsHidden() throws Exception {
    running()
        .sql(
            """
            INSERT INTO violation_events
              (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason)
            VALUES ('00000000-0000-0000-0000-000000000009', gen_random_uuid(), 'asked', '2026-03-01T12:00:00Z',
                    'no_hairnet', 1, 0.9, '{"x": 0.4, "y": 0.4, "width": 0.2, "height": 0.2}', 'r')""");
    running()
        .sql(
            """
            INSERT INTO violation_snapshots (violation_id, state, path, sha256, store, bytes, captured_at)
            VALUES ('00000000-0000-0000-0000-000000000009', 'present', 'a/b', 'x', 'postgresql', 1, now())""");
    running()
        .sql(
            """
            INSERT INTO review_log (command_id, target, target_id, outcome, to_status, handled_by, notes, decided_at)
            VALUES (gen_random_uuid(), 'violation', '00000000-0000-0000-0000-000000000009', 'applied', 'confirmed', 'lin',
                    'seen', now())""");
    running()
        .sql(
            """
            INSERT INTO hygiene_events (id, camera_id, timestamp, event_type, track_id, duration_millis)
            VALUES (gen_random_uuid(), 'asked', '2026-03-01T12:01:00Z', 'handwash', 1, 20000)""");
    running()
        .sql(
            """
            INSERT INTO visits (id, camera_id, timestamp, track_id, begun, judged, zones)
            VALUES (gen_random_uuid(), 'asked', '2026-03-01T12:00:30Z', 1, true, true, '{entrance,work_area}')""");
    byte[] zip =
        look(
                Running.API_KEY,
                "personal-data.zip?camera_id=asked&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z",
                null)
            .body();
    assertThat(entry(zip, "violations.csv")).contains("00000000-0000-0000-0000-000000000009");
    assertThat(entry(zip, "decisions.csv")).contains("lin").contains("seen");
    assertThat(entry(zip, "hygiene-events.csv")).contains("handwash");
    assertThat(entry(zip, "visits.csv")).contains("entrance, work_area");
    assertThat(entry(zip, "detection-records.csv").lines()).hasSize(1);
    byte[] hidden = bytes(zip, "pictures/00000000-0000-0000-0000-000000000009.jpg");
    assertThat(ImageIO.read(new java.io.ByteArrayInputStream(hidden))).isNotNull();
    assertThat(hidden).isNotEqualTo(picture);
    assertThat(read(Topics.AUDIT, 2, AuditEntry.class))
        .extracting(AuditEntry::getAction, AuditEntry::getTarget)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                "personal_data_exported", "asked 2026-03-01T00:00:00Z 2026-03-02T00:00:00Z"),
            org.assertj.core.groups.Tuple.tuple(
                "evidence_viewed", "00000000-0000-0000-0000-000000000009"));
    Path file = folder.resolve("asked.zip");
    assertThat(fetch(Running.API_KEY, file)).startsWith("0 ");
    assertThat(entry(Files.readAllBytes(file), "decisions.csv")).contains("lin");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(fetch(REVIEWER, folder.resolve("refused.zip"))).startsWith("1 ").contains("403");
    assertThat(folder.resolve("refused.zip")).doesNotExist();
    HttpResponse<String> refused = running().get("personal-data.zip?camera_id=asked");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Running.json(refused).get("field").asString()).isEqualTo("from");
  }

  private String fetch(String key, Path file) {
    return Running.command(
        key,
        "personal-data",
        "--camera=asked",
        "--from=2026-03-01T00:00:00Z",
        "--to=2026-03-02T00:00:00Z",
        "--out=" + file,
        "--address=" + running().at("").resolve("/"));
  }

  @Test
  void aCommandThatIsSentTwiceWithOneKeyIsOneCommand() throws Exception {
    for (int i = 0; i < 2; i++) {
      decide("one key");
    }
    decide("another key");
    decide(null);
    List<Review> reviews = read(Topics.REVIEWS, 4, Review.class);
    assertThat(reviews.stream().map(Review::getCommandId).distinct()).hasSize(3);
    assertThat(reviews).extracting(Review::getHandledBy).containsOnly("key:test");
    HttpResponse<String> refused =
        running()
            .send(
                HttpRequest.newBuilder(running().at("records/violations/" + VIOLATION + "/status"))
                    .header("X-API-Key", Running.API_KEY)
                    .header("Idempotency-Key", "x".repeat(201))
                    .header("content-type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"status\": \"confirmed\"}")));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Running.json(refused).get("field").asString()).isEqualTo("Idempotency-Key");
  }

  @Test
  void anExportHasEveryRowInTheTimeZoneThatWasAskedForAndNoFormula() throws Exception {
    String range = "&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&camera_id=many";
    String csv = running().get("export/violations.csv?time_zone=Asia/Shanghai" + range).body();
    List<String> lines = csv.lines().toList();
    assertThat(lines).hasSize(ROWS + 1);
    assertThat(lines.getFirst()).startsWith("\uFEFFid,camera_id,timestamp");
    assertThat(lines.get(1))
        .contains("2026-03-01T08:30:01+08:00")
        .contains("\"for, the \"\"test\"\"\"");
    assertThat(running().get("export/violations.csv?camera_id=line-1").body()).contains(",'=1+1,");
    HttpResponse<byte[]> workbook =
        look(REVIEWER, "export/violations.xlsx?time_zone=UTC" + range, null);
    String sheet = entry(workbook.body(), "xl/worksheets/sheet1.xml");
    assertThat(sheet.split("<row ", -1)).hasSize(ROWS + 2);
  }

  private void decide(@Nullable String key) throws Exception {
    var request =
        HttpRequest.newBuilder(running().at("records/violations/" + VIOLATION + "/status"))
            .header("X-API-Key", Running.API_KEY)
            .header("content-type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("{\"status\": \"confirmed\"}"));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    HttpResponse<String> answer = running().send(request);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("location"))
        .hasValue("/api/v1/records/violations/" + VIOLATION);
  }

  private HttpResponse<byte[]> look(String key, String path, @Nullable String known)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(running().at(path)).header("X-API-Key", key);
    if (known != null) {
      request.header("If-None-Match", known);
    }
    return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** What a topic holds, once that is so many events. */
  private <T extends SpecificRecord> List<T> read(String topic, int count, Class<T> type) {
    var events = new ArrayList<T>();
    Map<String, Object> settings =
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, running().bootstrapServers());
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (events.size() < count && System.nanoTime() - deadline < 0) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (EventCodec.decode(topic, record.value())
              instanceof Decoded.Event<SpecificRecord>(var event)) {
            events.add(type.cast(event));
          }
        }
      }
    }
    return events;
  }

  private static byte[] noise() throws IOException {
    var image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 240; y++) {
      for (int x = 0; x < 320; x++) {
        image.setRGB(x, y, (x * 31 + y * 17) * 2654435);
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  private static String entry(byte[] zip, String name) throws IOException {
    return new String(bytes(zip, name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(byte[] zip, String name) throws IOException {
    Path file = Files.write(folder.resolve("workbook.zip"), zip);
    try (var workbook = new ZipFile(file.toFile());
        var in = workbook.getInputStream(workbook.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
