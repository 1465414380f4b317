package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.standalone.ViolationLog.Told;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Kitchens that are drawn alike whenever they are played, so that two lines can be compared:
 * whatever happened to one of them, both have found the same, identities included.
 *
 * @param epoch when they begin, in both
 * @param seeds of the kitchens, one for each camera
 * @param minutes of each
 */
record RecordedKitchens(Instant epoch, List<Integer> seeds, int minutes) {
  private static final int FRAMES_PER_SECOND = 2;

  /** An episode apart from how it ended: one that is open at the end of the file closes later. */
  record Opened(String camera, String type, long track, long frame, Instant at) {
    private static Opened of(Told told) {
      return new Opened(told.camera(), told.type(), told.track(), told.frame(), told.openedAt());
    }

    private Opened later(Duration by) {
      return new Opened(camera, type, track, frame, at.plus(by));
    }
  }

  /** That begin now. */
  static RecordedKitchens ofNow(List<Integer> seeds, int minutes) {
    return new RecordedKitchens(Instant.now().truncatedTo(ChronoUnit.SECONDS), seeds, minutes);
  }

  /** For {@code ./run}. */
  String[] arguments(String pace) {
    var arguments = new ArrayList<>(List.of("--pace", pace, "--epoch", epoch.toString()));
    for (int seed : seeds) {
      arguments.add("--source");
      arguments.add("scene:%d?minutes=%d&fps=%d".formatted(seed, minutes, FRAMES_PER_SECOND));
      arguments.add("--camera-id");
      arguments.add("kitchen-" + seed);
    }
    return arguments.toArray(String[]::new);
  }

  /** Of all of them together. */
  int frames() {
    return seeds.size() * minutes * 60 * FRAMES_PER_SECOND;
  }

  static long counted(Launched line) throws IOException, InterruptedException {
    return line.get("/api/v1/statistics/summary").get("total_frames").asLong();
  }

  static void awaitCounted(Launched line, long atLeast, Duration patience) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> counted(line) >= atLeast);
  }

  static Map<UUID, Opened> opened(Launched line) throws IOException {
    var opened = new TreeMap<UUID, Opened>();
    ViolationLog.read(line.bootstrapServers(), Topics.VIOLATIONS)
        .forEach((id, told) -> opened.put(id, Opened.of(told)));
    return opened;
  }

  /**
   * What is found in kitchens that are played at their own pace, which begin at the epoch, by what
   * was found in those that were played as fast as possible, which end then.
   */
  Map<UUID, Opened> atOwnPace(Map<UUID, Opened> opened) {
    var later = new TreeMap<UUID, Opened>();
    opened.forEach((id, it) -> later.put(id, it.later(Duration.ofMinutes(minutes))));
    return later;
  }

  /** Until what was found is this, and the record holds each violation and each frame once. */
  void awaitRecorded(Launched line, Map<UUID, Opened> expected, Duration patience) {
    await()
        .atMost(patience)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(opened(line)).isEqualTo(expected);
              assertRecordIs(line, expected.size());
            });
  }

  private void assertRecordIs(Launched line, int violations) throws Exception {
    try (var database = line.database();
        var rows =
            database
                .createStatement()
                .executeQuery(
                    "SELECT count(*), (SELECT sum(total_violations) FROM statistics_hourly),"
                        + " (SELECT sum(total_frames) FROM statistics_hourly) FROM"
                        + " violation_events")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(violations);
      assertThat(rows.getLong(2)).isEqualTo(violations);
      assertThat(rows.getLong(3)).isEqualTo(frames());
    }
  }
}
