package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.ServiceJvm;
import io.cleansight.event.Box;
import io.cleansight.event.Violation;
import io.cleansight.persistence.clip.DrawnFragments;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each violation has one clip, whoever is killed between its opening and the clip. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClipKillIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int VIOLATIONS = 12;
  private static final int SECONDS = 25;
  private static final String CAMERA = "line-1";

  @TempDir static Path folder;

  private final Instant epoch = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);
  private @Nullable TestStack stack;

  @BeforeAll
  void start() throws Exception {
    stack = new TestStack(folder, 23);
  }

  @AfterAll
  void stop() throws Exception {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void oneIsKilledAfterTheOpeningAndAnotherWhileItMakesClips() throws Exception {
    var drawn = DrawnFragments.of(SECONDS);
    try (ServiceJvm first = service("clip-first", "1h")) {
      for (int second = 0; second < 12; second++) {
        stack().traffic().send(Topics.SEGMENTS, CAMERA, drawn.segment(CAMERA, epoch, 1, second));
      }
      for (int i = 0; i < VIOLATIONS; i++) {
        send(violation(i));
      }
      await()
          .atMost(PATIENCE)
          .ignoreExceptions() // until there is a table
          .until(() -> clips("state = 'awaited'") == VIOLATIONS);
      first.kill();
    }
    for (int second = 12; second < SECONDS; second++) {
      stack().traffic().send(Topics.SEGMENTS, CAMERA, drawn.segment(CAMERA, epoch, 1, second));
    }
    for (int i = 0; i < VIOLATIONS; i++) {
      Violation opened = violation(i);
      send(
          Violation.newBuilder(opened)
              .setState("closed")
              .setClosedAt(opened.getOpenedAt().plusSeconds(2))
              .build());
    }
    try (ServiceJvm second = service("clip-second", "100ms")) {
      await().atMost(PATIENCE).until(() -> clips("state = 'present'") > 1);
      second.kill();
    }
    assertThat(clips("state = 'present'")).isLessThan(VIOLATIONS);
    List<String> before = made();
    try (var _ = service("clip-third", "100ms");
        var _ = service("clip-fourth", "100ms")) {
      await().atMost(PATIENCE).until(() -> clips("state = 'present'") == VIOLATIONS);
    }
    assertThat(made()).containsAll(before).hasSize(VIOLATIONS);
    assertThat(stack().number("SELECT count(*) FROM snapshot_pictures")).isEqualTo(VIOLATIONS);
    assertThat(
            stack()
                .number(
                    """
                    SELECT count(*) FROM violation_clips c JOIN snapshot_pictures p ON p.path = c.path
                      AND encode(sha256(p.jpeg), 'hex') = c.sha256 AND length(p.jpeg) = c.bytes
                    WHERE c.reason IS NULL AND c.last_at - c.first_at = interval '12 seconds'"""))
        .isEqualTo(VIOLATIONS);
  }

  private List<String> made() throws SQLException {
    return stack()
        .rows(
            "SELECT violation_id, sha256 FROM violation_clips WHERE state = 'present' ORDER BY violation_id");
  }

  private long clips(String condition) throws SQLException {
    return stack().number("SELECT count(*) FROM violation_clips WHERE " + condition);
  }

  private void send(Violation violation) {
    stack().traffic().send(Topics.VIOLATIONS, CAMERA, violation);
    stack().traffic().flush();
  }

  /** Opened at the tenth second, each of another track. */
  private Violation violation(int track) {
    Instant at = epoch.plusSeconds(10);
    var frame = Ids.frame(CAMERA, at, 0);
    return Violation.newBuilder()
        .setViolationId(Ids.violation(frame, "no_hairnet", track))
        .setCameraId(CAMERA)
        .setType("no_hairnet")
        .setState("opened")
        .setEpoch(epoch)
        .setTrackId(track)
        .setOpenedAt(at)
        .setConfidence(0.75)
        .setBox(new Box(0.25, 0.25, 0.125, 0.125))
        .setFrameId(frame)
        .setSequence(0)
        .setFramePartition(0)
        .setFrameOffset(0)
        .setReason("no_hairnet in 9 of 11 frames")
        .build();
  }

  private ServiceJvm service(String name, String every) throws Exception {
    return Keeper.start(
        stack().log(name),
        List.of(
            "--spring.datasource.url=" + stack().database().url(),
            "--spring.kafka.bootstrap-servers=" + stack().kafka().bootstrapServers(),
            "--persistence.clips.every=" + every,
            "--server.port=0"));
  }

  private TestStack stack() {
    if (stack == null) {
      throw new IllegalStateException("not started");
    }
    return stack;
  }
}
