package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.judge.CameraState.JudgeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seven people in a row, of whom one is bareheaded, out of sight for a while and seen again. */
class FoundAgainTest {
  private static final int PEOPLE = 7;
  private static final int FRAMES_PER_SECOND = 5;

  private final List<Episode> changed = new ArrayList<>();
  private CameraState state = CameraState.NEW;
  private int sequence;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void whoeverOfManyIsFoundAgainGoesOnAsThemselves(int bare) {
    seconds(3, bare, true);
    assertThat(changed).hasSize(1);
    seconds(6, bare, false);
    seconds(3, bare, true);
    assertThat(changed).hasSize(1);
    assertThat(changed.getFirst().closedAt()).isNull();
  }

  private void seconds(int seconds, int bare, boolean shown) {
    for (int i = 0; i < seconds * FRAMES_PER_SECOND; i++) {
      take(bare, shown);
    }
  }

  private void take(int bare, boolean shown) {
    var seen = new ArrayList<Detection>();
    for (int person = 0; person < PEOPLE; person++) {
      if (person != bare || shown) {
        var box = new Box(0.1 + 0.12 * person, 0.4, 0.04, 0.07);
        seen.add(new Detection(person == bare ? "no_hairnet" : "hairnet", 0.9f, box));
      }
    }
    var after = Duration.ofMillis(sequence * 1000L / FRAMES_PER_SECOND);
    var frame = Kitchen.frame(1, Kitchen.NOON, sequence++, after);
    var taken = (JudgeResult.Judged) state.take(frame, seen, Kitchen.withoutEntrance(), 720);
    changed.addAll(taken.judgement().changed());
    state = taken.judgement().next();
  }
}
