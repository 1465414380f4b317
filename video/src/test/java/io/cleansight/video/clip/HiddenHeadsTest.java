package io.cleansight.video.clip;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.event.Box;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HiddenHeadsTest {
  private static final Box HEAD = new Box(0.4, 0.4, 0.1, 0.1);

  @Test
  void nothingIsHiddenWhereNobodyWasSeen() {
    var heads = new HiddenHeads(List.of(frame(0), frame(1000), frame(2000)));
    assertThat(heads.at(Duration.ofMillis(900))).contains(List.of());
  }

  @Test
  void allIsHiddenWhereNobodyKnows() {
    assertThat(new HiddenHeads(List.of()).at(Duration.ZERO)).isEmpty();
    var unknown =
        new HiddenHeads(
            List.of(frame(0), new JudgedFrame(Duration.ofSeconds(1), null), frame(2000)));
    assertThat(unknown.at(Duration.ofMillis(500))).isEmpty();
    assertThat(unknown.at(Duration.ofMillis(1500))).isEmpty();
    var gap = new HiddenHeads(List.of(frame(0, HEAD), frame(1600, HEAD)));
    assertThat(gap.at(Duration.ofMillis(800))).as("they lie too far apart").isEmpty();
  }

  @Test
  void beforeTheFirstAndAfterTheLastAllIsHidden() {
    var heads = new HiddenHeads(List.of(frame(1000, HEAD), frame(2000, HEAD)));
    assertThat(heads.at(Duration.ofMillis(900))).isPresent();
    assertThat(heads.at(Duration.ofMillis(700))).isEmpty();
    assertThat(heads.at(Duration.ofMillis(2100))).isPresent();
    assertThat(heads.at(Duration.ofMillis(2300))).isEmpty();
  }

  @Test
  void whoComesOrGoesIsHiddenOnBothSides() {
    var heads = new HiddenHeads(List.of(frame(0), frame(1000, HEAD), frame(2000)));
    assertThat(heads.at(Duration.ofMillis(100)).orElseThrow()).isNotEmpty();
    assertThat(heads.at(Duration.ofMillis(1900)).orElseThrow()).isNotEmpty();
  }

  /** Whoever walks straight on between judged frames is hidden all the way. */
  @Property
  void aHeadIsHiddenAllTheWay(
      @ForAll @DoubleRange(max = 0.2) double step,
      @ForAll @IntRange(min = 100, max = 1400) int every,
      @ForAll @DoubleRange(max = 1) double moment) {
    var frames = new ArrayList<JudgedFrame>();
    for (int i = 0; i < 4; i++) {
      frames.add(frame(i * every, new Box(0.1 + i * step, 0.3, 0.1, 0.1)));
    }
    double when = moment * 3 * every;
    double x = 0.1 + when / every * step;
    assertThat(new HiddenHeads(frames).at(Duration.ofMillis((long) when)).orElseThrow())
        .anyMatch(
            it ->
                it.getX() <= x
                    && it.getX() + it.getWidth() >= x + 0.1
                    && it.getY() <= 0.3
                    && it.getY() + it.getHeight() >= 0.4);
  }

  private static JudgedFrame frame(int millis, Box... heads) {
    return new JudgedFrame(Duration.ofMillis(millis), List.of(heads));
  }
}
