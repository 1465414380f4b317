package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.scene.Scene;
import io.cleansight.contracts.Topics;
import io.cleansight.standalone.ViolationLog.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drawn kitchens through the whole line: what is found is what is there, and it is the same,
 * identities included, when processes are killed all the while. Larger with {@code
 * -Dscene.cameras=10 -Dscene.minutes=10 -Dscene.kills=20}; the figures go to {@code
 * target/scene.txt}.
 */
class SceneIT {
  /** In this kitchen and the next, within three minutes, somebody does each thing wrong. */
  private static final int FIRST_SEED = 6;

  private static final int CAMERAS = Integer.getInteger("scene.cameras", 2);
  private static final int MINUTES = Integer.getInteger("scene.minutes", 3);
  private static final int FRAMES_PER_SECOND = Integer.getInteger("scene.fps", 3);
  private static final int KILLS = Integer.getInteger("scene.kills", 4);
  private static final int FRAMES = MINUTES * 60 * FRAMES_PER_SECOND;
  private static final double GOAL = 0.98;

  /** One for both runs, and of today: topics and statistics go by the frames' own time. */
  private final String epoch = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();

  private static final List<String> SERVICES =
      List.of("inference-service", "persistence-service", "capture-service", "alert-service");
  private static final Duration PATIENCE =
      Duration.ofMinutes(Integer.getInteger("scene.patience", 5));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void whatIsFoundIsWhatIsThereAndTheSameThoughProcessesAreKilled() throws Exception {
    Map<UUID, Told> undisturbed = play("undisturbed", 0);
    List<String> figures = score(undisturbed.values().stream().toList());
    Files.write(Path.of("target/scene.txt"), figures);
    figures.forEach(System.out::println);
    if (KILLS > 0) {
      assertThat(play("killed", KILLS)).isEqualTo(undisturbed);
    }
  }

  private Map<UUID, Told> play(String name, int kills) throws Exception {
    var arguments = new ArrayList<>(List.of("--pace", "max", "--epoch", epoch));
    for (int seed = FIRST_SEED; seed < FIRST_SEED + CAMERAS; seed++) {
      arguments.addAll(
          List.of(
              "--source",
              "scene:%d?minutes=%d&fps=%d".formatted(seed, MINUTES, FRAMES_PER_SECOND),
              "--camera-id",
              camera(seed)));
    }
    Launched line =
        Launched.start(folder.resolve(name), Map.of(), arguments.toArray(String[]::new));
    try {
      var random = new Random(kills);
      for (int kill = 1; kill <= kills; kill++) {
        // Spread over the run by frames, not by time.
        awaitFrames(line, (long) ((kill - random.nextDouble()) * CAMERAS * FRAMES / (kills + 1)));
        line.kill(SERVICES.get(random.nextInt(SERVICES.size())));
      }
      awaitFrames(line, (long) CAMERAS * FRAMES);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(violations(line).values()).allMatch(it -> it.closedAt() != null));
      Map<UUID, Told> told = violations(line);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                try (var database = line.database();
                    var rows =
                        database
                            .createStatement()
                            .executeQuery(
                                "SELECT count(*), count(DISTINCT id), (SELECT sum(total_violations) FROM statistics_hourly),"
                                    + " (SELECT sum(total_frames) FROM statistics_hourly) FROM violation_events")) {
                  assertThat(rows.next()).isTrue();
                  assertThat(rows.getLong(1)).isEqualTo(told.size());
                  assertThat(rows.getLong(2)).isEqualTo(told.size());
                  assertThat(rows.getLong(3)).isEqualTo(told.size());
                  assertThat(rows.getLong(4)).isEqualTo((long) CAMERAS * FRAMES);
                }
              });
      return told;
    } finally {
      line.end();
    }
  }

  private static Map<UUID, Told> violations(Launched line) throws Exception {
    return ViolationLog.read(line.bootstrapServers(), Topics.VIOLATIONS);
  }

  private static void awaitFrames(Launched line, long atLeast) {
    await()
        .atMost(PATIENCE.toMinutes(), TimeUnit.MINUTES)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(
            () -> line.get("/api/v1/statistics/summary").get("total_frames").asLong() >= atLeast);
  }

  /** By type of violation: how many people it was true of, and for how many it was said, once. */
  private static List<String> score(List<Told> told) {
    var lines = new ArrayList<String>();
    var wrong = new ArrayList<String>();
    Map<String, int[]> tally = new TreeMap<>();
    for (int seed = FIRST_SEED; seed < FIRST_SEED + CAMERAS; seed++) {
      String camera = camera(seed);
      var scene = new Scene(seed, (double) MINUTES, FRAMES_PER_SECOND);
      List<Scene.Visit> visits = scene.truth();
      var found = new HashSet<String>();
      for (var one : told.stream().filter(it -> it.camera().equals(camera)).toList()) {
        int[] counts = tally.computeIfAbsent(one.type(), _ -> new int[3]);
        counts[1]++;
        int visitor = whom(scene, one);
        boolean right = visitor >= 0 && isTrue(one.type(), visits.get(visitor));
        if (right && found.add(one.type() + visitor)) {
          counts[2]++;
        } else {
          wrong.add(
              "  wrong%s: %s visitor %d frame %d track %d: %s"
                  .formatted(
                      right ? " (twice)" : "",
                      camera,
                      visitor,
                      one.frame(),
                      one.track(),
                      one.reason()));
        }
      }
      for (String type : List.of("no_hairnet", "no_handwash", "short_handwash", "no_sanitize")) {
        for (var visit : visits) {
          if (isTrue(type, visit)) {
            tally.computeIfAbsent(type, _ -> new int[3])[0]++;
            if (!found.contains(type + visit.visitor())) {
              wrong.add("  missed: %s %s %s".formatted(camera, type, visit));
            }
          }
        }
      }
    }
    lines.add(
        "%d drawn kitchens of %d min at %d frames/s"
            .formatted(CAMERAS, MINUTES, FRAMES_PER_SECOND));
    tally.forEach(
        (type, counts) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%-15s %3d true, %3d said, %3d right: precision %.3f, recall %.3f",
                    type,
                    counts[0],
                    counts[1],
                    counts[2],
                    counts[1] == 0 ? 1 : (double) counts[2] / counts[1],
                    counts[0] == 0 ? 1 : (double) counts[2] / counts[0])));
    lines.addAll(wrong);
    int[] hairnets = tally.getOrDefault("no_hairnet", new int[3]);
    assertThat(hairnets[0]).as("bare heads to be found").isPositive();
    assertThat(hairnets[2])
        .as("%s", lines)
        .isGreaterThanOrEqualTo((int) Math.ceil(GOAL * hairnets[0]));
    assertThat(hairnets[2])
        .as("%s", lines)
        .isGreaterThanOrEqualTo((int) Math.ceil(GOAL * hairnets[1]));
    return lines;
  }

  private static boolean isTrue(String type, Scene.Visit visit) {
    boolean washed = !visit.washed().isZero();
    return switch (type) {
      case "no_hairnet" -> visit.bare();
      case "no_handwash" -> !washed;
      case "short_handwash" -> washed && visit.washed().toSeconds() < 20;
      case "no_sanitize" -> visit.sanitised().isZero();
      default -> false;
    };
  }

  /** The visitor whose head is where the violation is, -1 if nobody's is near. */
  private static int whom(Scene scene, Told one) {
    return scene.reel().heads(one.frame()).stream()
        .filter(head -> far(head, one) < 1)
        .min(Comparator.comparingDouble(head -> far(head, one)))
        .map(Scene.Head::visitor)
        .orElse(-1);
  }

  /** In widths and heights of the head. */
  private static double far(Scene.Head head, Told one) {
    return Math.hypot(
        (head.x() + head.width() / 2 - one.x()) / head.width(),
        (head.y() + head.height() / 2 - one.y()) / head.height());
  }

  private static String camera(int seed) {
    return "kitchen-" + seed;
  }
}
