package io.cleansight.persistence.clip;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.Violation;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.persistence.Started;
import io.cleansight.snapshot.Snapshots;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Each test has a camera of its own, whose video has a second in each fragment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClipIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SECONDS = 26;
  private static final Box HEAD = new Box(0.4, 0.4, 0.2, 0.2);

  @TempDir static Path folder;

  private final Instant epoch = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
  private final EventRecords records = new EventRecords("test");
  private DrawnFragments drawn = new DrawnFragments(new byte[0], List.of());
  private @Nullable Started started;

  @BeforeAll
  void start() throws Exception {
    drawn = DrawnFragments.of(SECONDS);
    started =
        Started.asWriter(
            folder,
            "--persistence.clips.every=200ms",
            "--persistence.clips.quiet=6s",
            "--persistence.clips.blurred=true");
  }

  @AfterAll
  void stop() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void aViolationHasItsClipAsItCameAndWithHeadsHidden() throws Exception {
    video("whole", 1, 0, SECONDS);
    judged("whole", 0, SECONDS);
    Violation violation = violation("whole", 8);
    send(violation);
    send(closed(violation, 12));
    Map<String, Object> clip = awaitState(violation, "present");
    assertThat(clip.get("reason")).isNull();
    assertThat(instant(clip, "first_at")).isEqualTo(epoch.plusSeconds(3));
    assertThat(instant(clip, "last_at")).isEqualTo(epoch.plusSeconds(17));
    byte[] plain = stored(clip, "path");
    byte[] blurred = stored(clip, "blurred_path");
    assertThat(KeptClip.Content.of("", plain).sha256()).isEqualTo(clip.get("sha256"));
    assertThat(clip.get("bytes")).isEqualTo(plain.length);
    assertThat(KeptClip.Content.of("", blurred).sha256()).isEqualTo(clip.get("blurred_sha256"));
    assertThat(pictures(plain)).isEqualTo(140);
    assertThat(pictures(blurred)).isEqualTo(140);
    assertThat(
            jdbcString(
                "SELECT media_type FROM snapshot_pictures WHERE path = '%s'"
                    .formatted(clip.get("path"))))
        .isEqualTo("video/mp4");

    send(violation);
    send(closed(violation, 12));
    Violation next = violation("whole", 9);
    send(closed(next, 10));
    awaitState(next, "present");
    assertThat(clip(violation)).as("nothing is made again").isEqualTo(clip);
  }

  @Test
  void aClipWhoseBeginningIsGoneSaysSo() {
    video("begun", 1, 7, SECONDS);
    judged("begun", 7, SECONDS);
    Violation violation = violation("begun", 8);
    send(closed(violation, 12));
    Map<String, Object> clip = awaitState(violation, "partial");
    assertThat(clip.get("reason")).isEqualTo("beginning_missing");
    assertThat(instant(clip, "first_at")).isEqualTo(epoch.plusSeconds(7));
  }

  @Test
  void aRestartOfCaptureIsNotMixedIn() {
    video("restarted", 1, 0, 10);
    video("restarted", 2, 10, SECONDS);
    judged("restarted", 0, SECONDS);
    Violation violation = violation("restarted", 11);
    send(closed(violation, 13));
    Map<String, Object> clip = awaitState(violation, "partial");
    assertThat(clip.get("reason")).isEqualTo("beginning_missing");
    assertThat(instant(clip, "first_at")).isEqualTo(epoch.plusSeconds(10));
  }

  @Test
  void whereNothingComesThereIsNoneAndAStreamThatEndsIsNotWaitedFor() {
    Violation nothing = violation("nothing", 8);
    send(closed(nothing, 12));
    assertThat(awaitState(nothing, "missing").get("reason")).isEqualTo("no_video");
    video("ended", 1, 0, 14);
    judged("ended", 0, 14);
    Violation ended = violation("ended", 8);
    send(closed(ended, 12));
    assertThat(awaitState(ended, "partial").get("reason")).isEqualTo("end_missing");
  }

  @Test
  void oneThatStaysOpenHasAClipOfTheLongestLength() {
    // Longer than there is video of: what comes after is judged by its times alone.
    video("open", 1, 0, SECONDS);
    judged("open", 0, SECONDS);
    Violation violation = violation("open", 8);
    send(violation);
    Map<String, Object> clip = awaitState(violation, "partial");
    assertThat(clip.get("reason")).isEqualTo("end_missing");
    assertThat(instant(clip, "to_at")).isEqualTo(epoch.plusSeconds(63));
    send(closed(violation, 12));
    Violation after = violation("open", 9);
    send(closed(after, 10));
    awaitState(after, "present");
    assertThat(clip(violation)).as("it stays as it was made").isEqualTo(clip);
  }

  @Test
  void whatIsInTheStoreAlreadyIsKeptAsItIs() throws Exception {
    Violation violation = violation("known", 8);
    String path =
        "violations/%s/%s.mp4"
            .formatted(
                DateTimeFormatter.ofPattern("yyyy/MM/dd")
                    .withZone(UTC)
                    .format(epoch.plusSeconds(8)),
                violation.getViolationId());
    var label =
        new ClipLabel(
            violation.getViolationId(),
            "known",
            epoch.plusSeconds(4),
            epoch.plusSeconds(9),
            "hvc1.1",
            "both_ends_missing");
    byte[] mp4 = label.on(new byte[] {0, 0, 0, 8, 'f', 't', 'y', 'p'}, new JsonMapper());
    started().bean(Snapshots.class).current().put(path, mp4, "video/mp4");
    send(closed(violation, 12));
    Map<String, Object> clip = awaitState(violation, "partial");
    assertThat(clip.get("reason")).isEqualTo("both_ends_missing");
    assertThat(clip.get("codec")).isEqualTo("hvc1.1");
    assertThat(instant(clip, "first_at")).isEqualTo(epoch.plusSeconds(4));
    assertThat(stored(clip, "path")).isEqualTo(mp4);
    assertThat(clip.get("blurred_path")).isNull();
  }

  @Test
  void whoeverIsTooLateChangesNothing() {
    var store = started().bean(ClipStore.class);
    var id = UUID.randomUUID();
    started()
        .jdbc()
        .sql(
            """
            INSERT INTO violation_clips (violation_id, camera_id, opened_at, appended_at, from_at, to_at, latest_at, due_at, attempts, path, store)
            VALUES (:id, 'late', now(), now(), now(), now(), now(), now() + interval '1 hour', 3, 'a', 'postgresql')""")
        .param("id", id)
        .update();
    var at = java.time.OffsetDateTime.now(UTC);
    var late = new DueClip(id, "late", at, at, at, at, at, 2, "postgresql", "a", "b");
    var label = new ClipLabel(id, "late", epoch, epoch, "avc1", null);
    var content = new KeptClip.Content("a", "00", 1);
    assertThat(store.keep(late, new KeptClip("postgresql", label, content, null))).isFalse();
    store.postpone(late, Duration.ZERO);
    assertThat(
            jdbcString(
                "SELECT state || ' ' || (due_at > now()) FROM violation_clips WHERE violation_id = '%s'"
                    .formatted(id)))
        .isEqualTo("awaited true");
  }

  private Map<String, Object> awaitState(Violation violation, String state) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> clip(violation).get("state"), it -> !"awaited".equals(it));
    Map<String, Object> clip = clip(violation);
    assertThat(clip.get("state")).as("%s", clip).isEqualTo(state);
    return clip;
  }

  private Map<String, Object> clip(Violation violation) {
    return started()
        .jdbc()
        .sql("SELECT * FROM violation_clips WHERE violation_id = :id")
        .param("id", violation.getViolationId())
        .query()
        .singleRow();
  }

  private byte[] stored(Map<String, Object> clip, String column) {
    return started()
        .bean(Snapshots.class)
        .current()
        .get(String.valueOf(clip.get(column)))
        .orElseThrow();
  }

  private static Instant instant(Map<String, Object> clip, String column) {
    if (clip.get(column) instanceof java.sql.Timestamp it) {
      return it.toInstant();
    }
    throw new AssertionError(column + " is no time: " + clip);
  }

  private static int pictures(byte[] mp4) throws Exception {
    int pictures = 0;
    try (var grabber = new FFmpegFrameGrabber(new ByteArrayInputStream(mp4))) {
      grabber.start();
      while (grabber.grabImage() != null) {
        pictures++;
      }
    }
    return pictures;
  }

  private void video(String camera, long generation, int from, int to) {
    for (int second = from; second < to; second++) {
      send(drawn.segment(camera, epoch, generation, second));
    }
  }

  /** Twice in each second. */
  private void judged(String camera, int from, int to) {
    for (int half = 2 * from; half <= 2 * to; half++) {
      send(frame(camera, half, epoch.plusMillis(500L * half)));
    }
  }

  private Violation violation(String camera, int second) {
    Instant at = epoch.plusSeconds(second);
    UUID frame = Ids.frame(camera, at, 0);
    return Violation.newBuilder()
        .setViolationId(Ids.violation(frame, "no_hairnet", 1))
        .setCameraId(camera)
        .setType("no_hairnet")
        .setState("opened")
        .setEpoch(epoch)
        .setTrackId(1)
        .setOpenedAt(at)
        .setConfidence(0.75)
        .setBox(HEAD)
        .setFrameId(frame)
        .setSequence(0)
        .setFramePartition(0)
        .setFrameOffset(0)
        .setReason("no_hairnet in 9 of 11 frames")
        .build();
  }

  private Violation closed(Violation violation, int second) {
    return Violation.newBuilder(violation)
        .setState("closed")
        .setClosedAt(epoch.plusSeconds(second))
        .build();
  }

  private Activity frame(String camera, long sequence, Instant at) {
    return Activity.newBuilder()
        .setFrameId(Ids.frame(camera, epoch, sequence))
        .setCameraId(camera)
        .setEpoch(epoch)
        .setSequence(sequence)
        .setCapturedAt(at)
        .setWidth(640)
        .setHeight(360)
        .setSourceKind("live")
        .setFramePartition(0)
        .setFrameOffset(sequence)
        .setPeople(List.of())
        .setHairnetViolations(0)
        .setEvents(List.of())
        .setProcessingMicros(1000)
        .setFps(2)
        .setModel("model")
        .setHeads(List.of(HEAD))
        .build();
  }

  private void send(SpecificRecord event) {
    String topic =
        Topics.sources().stream()
            .filter(it -> it.event().equals(event.getClass()))
            .findFirst()
            .orElseThrow()
            .name();
    template().send(records.of(topic, UUID.randomUUID(), epoch, event, null)).join();
  }

  @SuppressWarnings("unchecked") // as it is declared
  private KafkaTemplate<String, Object> template() {
    return started().bean(KafkaTemplate.class);
  }

  private String jdbcString(String sql) {
    return started().jdbc().sql(sql).query(String.class).single();
  }

  private Started started() {
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }
}
