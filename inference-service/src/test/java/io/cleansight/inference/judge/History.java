package io.cleansight.inference.judge;

import io.cleansight.contracts.Ids;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Frames of a kitchen into which people come, one or a few at a time, and of an empty kitchen in
 * between: at whatever pace, with gaps, and with people out of sight. Follows from a seed.
 */
final class History {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** What one frame shows. */
  record Shot(FrameRef frame, List<Detection> seen) {}

  private final String camera;
  private final Random random;
  private final List<Shot> shots = new ArrayList<>();
  private Instant now = NOON;

  private History(String camera, long seed) {
    this.camera = camera;
    random = new Random(seed);
  }

  static List<Shot> of(long seed) {
    return of("line-1", seed);
  }

  static List<Shot> of(String camera, long seed) {
    var history = new History(camera, seed);
    for (int i = 0; i < 4; i++) {
      history.empty();
      history.visit();
    }
    history.empty();
    return List.copyOf(history.shots);
  }

  private void empty() {
    int millis = 100 + random.nextInt(900);
    for (int i = 0; i < 30000 / millis; i++) {
      shot(List.of(), millis);
    }
    if (random.nextInt(3) == 0) {
      now = now.plusSeconds(random.nextInt(20));
    }
  }

  private void visit() {
    int millis = 100 + random.nextInt(1400);
    int people = 1 + random.nextInt(2);
    boolean bare = random.nextBoolean();
    double[] x = {0.05, 0.95};
    double[] goal = {0.25, 0.8};
    for (int i = 0; i < 40000 / millis; i++) {
      var seen = new ArrayList<Detection>();
      for (int person = 0; person < people; person++) {
        x[person] += Math.clamp(goal[person] - x[person], -0.02, 0.02);
        if (Math.abs(goal[person] - x[person]) < 0.001 && random.nextInt(20) == 0) {
          goal[person] = 0.05 + 0.9 * random.nextDouble();
        }
        if (random.nextInt(15) > 0) {
          String label = bare == (person == 0) ? "no_hairnet" : "hairnet";
          var head = new Box(x[person] - 0.025, 0.2 + 0.3 * person, 0.05, 0.08);
          seen.add(new Detection(label, (float) (0.4 + 0.5 * random.nextDouble()), head));
        }
      }
      shot(seen, millis);
    }
  }

  private void shot(List<Detection> seen, int millis) {
    long sequence = shots.size();
    var frame =
        new FrameRef(Ids.frame(camera, NOON, sequence), NOON, 1, sequence, now, 0, sequence, null);
    shots.add(new Shot(frame, List.copyOf(seen)));
    now = now.plusMillis(millis + random.nextInt(1 + millis / 5));
  }
}
