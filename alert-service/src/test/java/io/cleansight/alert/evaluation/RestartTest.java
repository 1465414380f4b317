package io.cleansight.alert.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Review;
import io.cleansight.rule.CameraAlertState;
import io.cleansight.rule.Evaluator;
import io.cleansight.rule.OpenAlert;
import io.cleansight.rule.Site;
import io.cleansight.rule.body.RuleReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an instance that takes over knows of a camera. */
class RestartTest {
  private static final String CAMERA = "line-1";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Five violations within ten minutes. */
  private static final Site SITE =
      new Site(
          List.of(RuleReader.read(DefaultRules.all().getFirst()).orElseThrow()),
          Map.of(),
          Set.of(),
          List.of());

  /** Frames and violations are of two topics: the last frame may be read before the violations. */
  @Test
  void anAlertEndsThoughTheCamerasLastFrameWasTakenBefore() {
    var kept = new Kept();
    Instant last = NOON.plus(Duration.ofMinutes(11));
    new Evaluator(() -> SITE, kept).take(CAMERA, Events.frame(CAMERA, NOON, last, List.of()), last);
    Evaluator next = kept.takenOver();
    for (int second = 0; second < 5; second++) {
      next.take(CAMERA, Events.violation(CAMERA, NOON.plusSeconds(second)), last.plusSeconds(1));
    }
    next.advance(last.plusSeconds(10));
    assertThat(kept.states).containsExactly(AlertState.RAISED.word(), AlertState.RESOLVED.word());
  }

  /** What is kept of the cameras. */
  private static final class Kept implements Evaluator.Out {
    private final Map<String, CameraAlertState> alertStates = new HashMap<>();
    private final Map<String, Instant> heard = new HashMap<>();
    private final Map<String, Instant> reached = new HashMap<>();
    private final List<String> states = new ArrayList<>();

    Evaluator takenOver() {
      var evaluator = new Evaluator(() -> SITE, this);
      Map.copyOf(alertStates).values().forEach(evaluator::restore);
      Map.copyOf(heard).forEach(evaluator::restore);
      Map.copyOf(reached).forEach(evaluator::restoreReached);
      return evaluator;
    }

    @Override
    public void changed(String camera, OpenAlert.Change change) {
      states.add(change.state().word());
    }

    @Override
    public void undecided(Review review) {
      throw new IllegalStateException("nobody has decided anything");
    }

    @Override
    public void keep(CameraAlertState alertState) {
      alertStates.put(alertState.cameraId(), alertState);
    }

    @Override
    public void heard(String camera, @Nullable Instant at) {
      keep(heard, camera, at);
    }

    @Override
    public void reached(String camera, @Nullable Instant at) {
      keep(reached, camera, at);
    }

    private static void keep(Map<String, Instant> times, String camera, @Nullable Instant at) {
      if (at == null) {
        times.remove(camera);
      } else {
        times.put(camera, at);
      }
    }
  }
}
