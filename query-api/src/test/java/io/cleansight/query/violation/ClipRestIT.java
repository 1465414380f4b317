package io.cleansight.query.violation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clips as people get them, of a site that hides heads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClipRestIT {
  private static final String ID = "00000000-0000-0000-0000-00000000000";
  private static final String REVIEWER = "the key of a reviewer";
  private static final String STRANGER = "the key of somebody at another line";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int SIZE = (5 << 20) / 2 + 7;

  @TempDir static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final byte[] plain = random(1);
  private final byte[] blurred = random(2);
  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder,
            "--query.evidence.blurred=true",
            "--query.access.api-keys[1].name=reviewer",
            "--query.access.api-keys[1].sha256=" + sha256(REVIEWER),
            "--query.access.api-keys[1].role=reviewer",
            "--query.access.api-keys[2].name=stranger",
            "--query.access.api-keys[2].sha256=" + sha256(STRANGER),
            "--query.access.api-keys[2].role=reviewer",
            "--query.access.api-keys[2].cameras=line-2");
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason)
        SELECT ('%s' || n)::uuid, gen_random_uuid(), 'line-1', '2026-03-01T12:00:00Z', 'no_hairnet', 1, 0.9, '{}', 'r'
        FROM generate_series(1, 6) AS n"""
            .formatted(ID));
    running.sql(
        """
        INSERT INTO violation_clips
          (violation_id, camera_id, state, reason, opened_at, appended_at, from_at, to_at, latest_at, due_at, first_at,
           last_at, codec, store, path, sha256, bytes, blurred_path, blurred_sha256, blurred_bytes)
        SELECT ('%s' || n)::uuid, 'line-1', state, reason, at, at, at, at, at, at, at - interval '5 seconds',
               at + interval '9 seconds', 'avc1.64001F', CASE WHEN path IS NOT NULL THEN 'postgresql' END, path,
               CASE WHEN path IS NOT NULL THEN '00' END, %d, blurred, '00', %d
        FROM (VALUES (1, 'present', NULL, 'c/1.mp4', 'c/1.blurred.mp4'),
                     (2, 'partial', 'beginning_missing', 'c/1.mp4', NULL),
                     (3, 'missing', 'no_video', NULL, NULL),
                     (4, 'expired', NULL, NULL, NULL)) AS clip (n, state, reason, path, blurred),
             (SELECT timestamptz '2026-03-01T12:00:00Z' AS at) AS time"""
            .formatted(ID, SIZE, SIZE));
    running.sql(
        """
        INSERT INTO violation_clips
          (violation_id, camera_id, opened_at, appended_at, from_at, to_at, latest_at, due_at)
        VALUES ('%s5', 'line-1', now(), now(), now(), now(), now(), now())"""
            .formatted(ID));
    try (var connection = DriverManager.getConnection(running.ownerUrl());
        var insert =
            connection.prepareStatement(
                "INSERT INTO snapshot_pictures (path, jpeg, media_type) VALUES (?, ?, 'video/mp4')")) {
      insert.setString(1, "c/1.mp4");
      insert.setBytes(2, plain);
      insert.execute();
      insert.setString(1, "c/1.blurred.mp4");
      insert.setBytes(2, blurred);
      insert.execute();
    }
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
    http.close();
  }

  @Test
  void headsAreHiddenButFromAnAdminWhoAsks() throws Exception {
    HttpResponse<byte[]> hidden = look(REVIEWER, "1", "", null);
    assertThat(hidden.statusCode()).isEqualTo(200);
    assertThat(hidden.body()).isEqualTo(blurred);
    assertThat(hidden.headers().firstValue("content-type")).hasValue("video/mp4");
    assertThat(hidden.headers().firstValue("accept-ranges")).hasValue("bytes");
    assertThat(hidden.headers().firstValue("cache-control").orElseThrow()).contains("no-store");
    assertThat(look(Running.API_KEY, "1", "", null).body()).isEqualTo(blurred);
    assertThat(look(Running.API_KEY, "1", "?unblurred=true", null).body()).isEqualTo(plain);
    assertThat(look(REVIEWER, "1", "?unblurred=true", null).statusCode()).isEqualTo(403);
    assertThat(look(Running.API_KEY, "2", "?unblurred=true", null).body()).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=100-1199999, 100, 1200000",
    "bytes=2000000-, 2000000, 2621447",
    "bytes=-10, 2621437, 2621447",
    "bytes=2621446-9999999, 2621446, 2621447"
  })
  void aPartIsGivenToWhoAsksForOne(String range, int from, int to) throws Exception {
    HttpResponse<byte[]> part = look(REVIEWER, "1", "", range);
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("content-range"))
        .hasValue("bytes %d-%d/%d".formatted(from, to - 1, SIZE));
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(blurred, from, to));
  }

  @Test
  void aPartThatItDoesNotHaveIsRefused() throws Exception {
    assertThat(look(REVIEWER, "1", "", "bytes=2621447-").statusCode()).isEqualTo(416);
    assertThat(look(REVIEWER, "1", "", "bytes=9-3").statusCode()).isEqualTo(416);
  }

  @ParameterizedTest
  @CsvSource({
    "2, partial, not_blurred",
    "3, missing, no_video",
    "4, expired,",
    "5, awaited,",
    "6, none,"
  })
  void whereThereIsNoneTheProblemSaysWhy(String id, String state, @Nullable String reason)
      throws Exception {
    HttpResponse<byte[]> none = look(REVIEWER, id, "", null);
    assertThat(none.statusCode()).isEqualTo(404);
    JsonNode problem = new JsonMapper().readTree(none.body());
    assertThat(problem.get("clip_state").asString()).isEqualTo(state);
    assertThat(problem.path("clip_reason").asStringOpt())
        .isEqualTo(java.util.Optional.ofNullable(reason));
    assertThat(problem.get("detail").asString()).isNotBlank();
  }

  @Test
  void whoMayNotSeeTheCameraHasNoneEither() throws Exception {
    assertThat(look(STRANGER, "1", "", null).statusCode()).isEqualTo(404);
    assertThat(look("nobody's key", "1", "", null).statusCode()).isEqualTo(401);
  }

  @Test
  void theViolationSaysWhatItsClipShows() throws Exception {
    JsonNode violation = Running.json(running().get("records/violations/" + ID + "2"));
    assertThat(violation.get("clip_state").asString()).isEqualTo("partial");
    assertThat(violation.get("clip_reason").asString()).isEqualTo("beginning_missing");
    assertThat(violation.get("clip_from").asString()).startsWith("2026-03-01T11:59:55");
    assertThat(violation.get("clip_to").asString()).startsWith("2026-03-01T12:00:09");
  }

  @Test
  void whoeverAsksForTheirDataGetsTheClipsInWhichHeadsAreHidden() throws Exception {
    HttpResponse<byte[]> archive =
        http.send(
            HttpRequest.newBuilder(
                    running()
                        .at(
                            "personal-data.zip?camera_id=line-1&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z"))
                .header("X-API-Key", Running.API_KEY)
                .timeout(PATIENCE)
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(entry(archive.body(), "clips/" + ID + "1.mp4")).isEqualTo(blurred);
    assertThat(entry(archive.body(), "clips/" + ID + "2.mp4")).isEmpty();
    assertThat(new String(entry(archive.body(), "clips.csv"), StandardCharsets.UTF_8))
        .contains(ID + "2")
        .contains("beginning_missing");
  }

  private static byte[] entry(byte[] archive, String name) throws Exception {
    try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return zip.readAllBytes();
        }
      }
    }
    return new byte[0];
  }

  private HttpResponse<byte[]> look(String key, String id, String query, @Nullable String range)
      throws Exception {
    var request =
        HttpRequest.newBuilder(running().at("records/violations/" + ID + id + "/clip" + query))
            .header("X-API-Key", key);
    if (range != null) {
      request.header("Range", range);
    }
    return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static byte[] random(int seed) {
    var bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(String key) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  private Running running() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }
}
