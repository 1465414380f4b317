package io.cleansight.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneTest {
  private static final Scene SCENE = Scene.parse("scene:7?minutes=3&fps=5");

  @Test
  void aPictureIsTheSameWhetherDrawnInOrderOrByItself() {
    var inOrder = SCENE.reel();
    for (int number = 0; number < 60; number++) {
      inOrder.paint(number);
    }
    assertThat(inOrder.paint(60)).isEqualTo(SCENE.reel().paint(60));
    assertThat(inOrder.heads(60)).isEqualTo(SCENE.reel().heads(60));
  }

  @Test
  void anotherSeedIsAnotherKitchen() {
    assertThat(Scene.parse("scene:8?minutes=3&fps=5").truth()).isNotEqualTo(SCENE.truth());
  }

  @Test
  void itEndsWhenItSays() {
    var reel = SCENE.reel();
    assertThat(reel.has(3 * 60 * 5 - 1)).isTrue();
    assertThat(reel.has(3 * 60 * 5)).isFalse();
    assertThat(Scene.parse("scene:7").ends()).isFalse();
  }

  /** Whatever the seed, what the truth says of people is what the pictures' heads are. */
  @Property(tries = 25)
  void theHeadsAreThoseOfTheVisits(@ForAll @LongRange(min = 0, max = 100_000) long seed) {
    var scene = new Scene(seed, 4.0, 2);
    var reel = scene.reel();
    List<Scene.Visit> visits = scene.truth();
    Set<Integer> shown = new HashSet<>();
    for (long number = 0; reel.has(number); number++) {
      Duration at = reel.at(number);
      for (var head : reel.heads(number)) {
        var visit = visits.get(head.visitor());
        assertThat(head.bare()).isEqualTo(visit.bare());
        assertThat(head.box().getX()).isGreaterThanOrEqualTo(0);
        assertThat(head.box().getX() + head.box().getWidth()).isLessThanOrEqualTo(1.0000001);
        assertThat(head.box().getY() + head.box().getHeight()).isLessThanOrEqualTo(1.0000001);
        if (Scene.isVisible(head)) {
          shown.add(head.visitor());
          assertThat(at).isBetween(visit.begins().minusMillis(700), visit.ends().plusMillis(700));
        }
      }
    }
    assertThat(shown).hasSize(visits.size());
    assertThat(visits)
        .allSatisfy(visit -> assertThat(visit.ends()).isLessThan(Duration.ofMinutes(4)));
  }

  @Test
  void nobodyIsAtTheBasinWithAnother() {
    var scene = new Scene(11, 10.0, 1);
    var reel = scene.reel();
    var basin = scene.settings("a").getZones().get(1).getCorners();
    for (long number = 0; reel.has(number); number++) {
      long at =
          reel.heads(number).stream()
              .filter(head -> head.box().getY() + head.box().getHeight() / 2 < 0.16)
              .filter(
                  head ->
                      head.box().getX() > basin.get(0).getX()
                          && head.box().getX() < basin.get(1).getX())
              .count();
      assertThat(at).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scene:-1",
        "scene:1234567890",
        "scene:1?minutes=",
        "scene:1?minutes=1e9",
        "scene:1?minutes=0.1",
        "scene:1?minutes=1441",
        "scene:1?minutes=1.2.3",
        "scene:1?fps=0",
        "scene:1?fps=61",
        "scene:1?seed=2",
        "scene:1&fps=2",
        "scene:../../etc/passwd"
      })
  void refusesWhatIsNoScene(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Scene.parse(text));
  }
}
