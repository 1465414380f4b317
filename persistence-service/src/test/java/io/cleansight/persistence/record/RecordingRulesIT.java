package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Segment;
import io.cleansight.persistence.Started;
import io.cleansight.persistence.retention.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Recordings are kept for two days and 10,000 bytes in all, for longer where they are held. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingRulesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String CAMERA = "line-1";

  @TempDir static Path folder;

  private final Instant now = Instant.now();
  private @Nullable Started started;

  @BeforeAll
  void start() throws Exception {
    started =
        Started.asWriter(
            folder,
            "--recordings.store=volume",
            "--recordings.path=" + volume(),
            "--persistence.recordings.length=1s",
            "--persistence.recordings.look-every=200ms",
            "--persistence.recordings.sweep-every=200ms",
            "--persistence.erase-every=200ms",
            "--persistence.retention.recordings=2d",
            "--persistence.retention.recordings-size=10000B");
  }

  @AfterAll
  void stop() throws Exception {
    started().close();
  }

  @BeforeEach
  void nothingIsRecorded() {
    jdbc().sql("TRUNCATE recordings, leaving_recordings, violation_events, erasures").update();
  }

  @Test
  void whatHasReachedItsAgeGoesWithItsFile() throws Exception {
    Path old = recording(now.minus(Duration.ofDays(3)), 100);
    Path recent = recording(now.minus(Duration.ofDays(1)), 100);
    retention().letGo();
    await().atMost(PATIENCE).until(() -> !Files.exists(old));
    assertThat(recent).exists();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void theOldestGoAboveTheLimitOfSize() throws Exception {
    Path first = recording(now.minusSeconds(300), 6000);
    Path second = recording(now.minusSeconds(200), 6000);
    Path third = recording(now.minusSeconds(100), 3000);
    assertThat(retention().wouldGo()).contains("1 recordings, 6000 bytes in all");
    retention().letGo();
    await().atMost(PATIENCE).until(() -> !Files.exists(first));
    assertThat(second).exists();
    assertThat(third).exists();
  }

  @Test
  void aroundAHeldViolationTheyStay() throws Exception {
    Instant opened = now.minus(Duration.ofDays(30));
    violation(opened, opened.plusSeconds(20));
    Path around = recording(opened.minusSeconds(90), 100);
    Path before = recording(opened.minusSeconds(200), 100);
    Path after = recording(opened.plusSeconds(81), 100);
    retention().letGo();
    await().atMost(PATIENCE).until(() -> !Files.exists(before) && !Files.exists(after));
    assertThat(around).exists();
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void erasuresTakeWholeFilesButForWhatIsHeld() throws Exception {
    Instant from = now.minus(Duration.ofHours(5));
    Path before = recording(from.minusSeconds(61), 100);
    Path touched = recording(from.minusSeconds(59), 100);
    Path held = recording(from.plusSeconds(600), 100);
    Path within = recording(from.plusSeconds(1200), 100);
    jdbc()
        .sql(
            """
            INSERT INTO erasures (id, camera_ids, from_at, to_at, reason, requested_by, requested_at, kept)
            VALUES (gen_random_uuid(), ARRAY['%s'], '%s', '%s', 'asked for', 'mei', now(),
                    '[{"violation_id": "%s", "camera_id": "%s", "from": "%s", "to": "%s"}]')"""
                .formatted(
                    CAMERA,
                    from,
                    from.plusSeconds(3600),
                    UUID.randomUUID(),
                    CAMERA,
                    from.plusSeconds(650),
                    from.plusSeconds(655)))
        .update();
    await().atMost(PATIENCE).until(() -> !Files.exists(touched) && !Files.exists(within));
    assertThat(before).exists();
    assertThat(held).exists();
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void ofARecordedCameraAloneBadSegmentsAreDeadLettersAndUntimelyOnesAreCounted() throws Exception {
    String bootstrapServers = started().bootstrapServers();
    try (var video = new SegmentTraffic(bootstrapServers);
        var raw =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new StringSerializer(),
                new ByteArraySerializer())) {
      video.camera("cam-1", true);
      video.camera("cam-2", false);
      raw.send(new ProducerRecord<>(Topics.SEGMENTS, "cam-1", new byte[] {1, 2, 3})).get();
      raw.send(new ProducerRecord<>(Topics.SEGMENTS, "cam-2", new byte[] {4, 5})).get();
      video.send(
          Segment.newBuilder(video.segment("cam-1", 1, 0))
              .setFirstCapturedAt(now.plusSeconds(7200))
              .setLastCapturedAt(now.plusSeconds(7202))
              .build());
      video.send(video.segment("cam-1", 1, 1));
      video.send(video.segment("cam-1", 1, 1));
      video.send(video.segment("cam-1", 2, 2)); // another run
      video.flush();
      await().atMost(PATIENCE).until(() -> count() == 2);
      assertThat(
              jdbc()
                  .sql("SELECT path FROM recordings ORDER BY first_sequence")
                  .query(String.class)
                  .list())
          .allSatisfy(path -> assertThat(volume().resolve(path)).exists());
      assertThat(Letters.of(bootstrapServers, Topics.SEGMENTS))
          .extracting(it -> it.value().length)
          .containsExactly(3);
      assertThat(
              jdbc()
                  .sql("SELECT reason FROM untimely_events WHERE topic = '" + Topics.SEGMENTS + "'")
                  .query(String.class)
                  .list())
          .containsExactly("future");
      video.camera("cam-1", false);
    }
  }

  /** A minute of the camera, in a file of so many bytes. */
  private Path recording(Instant from, int bytes) throws Exception {
    String path = "recordings/" + CAMERA + "/" + UUID.randomUUID() + ".mp4";
    Path file = volume().resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
    jdbc()
        .sql(
            """
            INSERT INTO recordings
              (id, camera_id, epoch, generation, first_sequence, last_sequence, from_at, to_at, codec, width, height,
               init_sha256, init_bytes, fragments, store, path, bytes, sha256)
            VALUES (gen_random_uuid(), '%1$s', '%2$s', 1, 0, 29, '%2$s', '%3$s', 'avc1.64001F', 320, 240,
                    'x', 1, '[]', 'volume', '%4$s', %5$d, 'x')"""
                .formatted(CAMERA, from, from.plusSeconds(60), path, bytes))
        .update();
    return file;
  }

  private void violation(Instant opened, Instant closed) {
    jdbc()
        .sql(
            """
            INSERT INTO violation_events
              (id, detection_id, camera_id, timestamp, closed_at, violation_type, track_id, confidence, bbox, reason, legal_hold)
            VALUES (gen_random_uuid(), gen_random_uuid(), '%s', '%s', '%s', 'no_hairnet', 1, 0.9, '{}', 'seen', true)"""
                .formatted(CAMERA, opened, closed))
        .update();
  }

  private long count() {
    return jdbc().sql("SELECT count(*) FROM recordings").query(Long.class).single();
  }

  private Retention retention() {
    return started().bean(Retention.class);
  }

  private JdbcClient jdbc() {
    return started().jdbc();
  }

  private static Path volume() {
    return folder.resolve("volume");
  }

  private Started started() {
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }
}
