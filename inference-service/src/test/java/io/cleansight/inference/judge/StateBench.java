package io.cleansight.inference.judge;

import io.cleansight.contracts.Ids;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.judge.CameraState.JudgeResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Prints what the state of one live camera costs its changelog, in bytes per second of its video:
 * as JSON for every frame, and as it is written now. People walk about the whole time, a quarter of
 * them bareheaded. No frame shares a commit with another at these rates (a commit is 100 ms).
 */
final class StateBench {
  private static final int MINUTES = 10;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Serializer<CameraState> JSON =
      new JsonSerde<>(CameraState.class).serializer();
  private static final Serializer<CameraState> NOW = JudgeTopology.STATES.serializer();

  private StateBench() {}

  /** See the class. */
  public static void main(String[] arguments) {
    System.out.println("frames/s  people  JSON bytes/s  now bytes/s  ratio  JSON/frame  now/write");
    for (int rate : new int[] {5, 10}) {
      for (int people : new int[] {0, 1, 4}) {
        measure(rate, people);
      }
    }
  }

  private static void measure(int rate, int people) {
    var random = new Random(people);
    CameraState state = CameraState.NEW;
    CameraState kept = null;
    long json = 0;
    long now = 0;
    int writes = 0;
    int frames = MINUTES * 60 * rate;
    var walkers = new Walkers(random, people, rate);
    for (int i = 0; i < frames; i++) {
      var id = Ids.frame("line-1", NOON, i);
      Instant at = NOON.plusMillis(i * 1000L / rate);
      var frame = new FrameRef(id, NOON, 1, i, at, 3, 100_000 + i, null);
      JudgeResult outcome = state.take(frame, walkers.seen(), Kitchen.withEntrance(), 720);
      state = ((JudgeResult.Judged) outcome).judgement().next();
      json += JSON.serialize("changelog", state).length;
      if (state.mustBeKept(kept, true)) {
        kept = state;
        now += NOW.serialize("changelog", state).length;
        writes++;
      }
    }
    int seconds = MINUTES * 60;
    System.out.printf(
        Locale.ROOT,
        "%8d  %6d  %12d  %11d  %5.1f  %10d  %9d%n",
        rate,
        people,
        json / seconds,
        now / seconds,
        (double) json / now,
        json / frames,
        now / writes);
  }

  /** They go to places of the room, stay there for a while, and go to others. */
  private static final class Walkers {
    private final Random random;
    private final int rate;
    private final double[] x;
    private final double[] goal;

    Walkers(Random random, int people, int rate) {
      this.random = random;
      this.rate = rate;
      this.x = random.doubles(people, 0.1, 0.9).toArray();
      this.goal = random.doubles(people, 0.1, 0.9).toArray();
    }

    List<Detection> seen() {
      var seen = new ArrayList<Detection>();
      for (int i = 0; i < x.length; i++) {
        double step = 0.1 / rate;
        x[i] += Math.clamp(goal[i] - x[i], -step, step);
        if (x[i] == goal[i] && random.nextInt(8 * rate) == 0) {
          goal[i] = 0.1 + 0.8 * random.nextDouble();
        }
        String label = i % 4 == 0 ? "no_hairnet" : "hairnet";
        var head = new Box(x[i] - 0.02, 0.1 + 0.2 * i, 0.04, 0.07);
        seen.add(new Detection(label, (float) (0.6 + 0.3 * random.nextDouble()), head));
      }
      return seen;
    }
  }
}
