package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.vocabulary.wording.ViolationReason;
import io.cleansight.inference.detection.Box;
import io.cleansight.inference.detection.Detection;
import io.cleansight.inference.judge.ItemMonitor.Whom;
import io.cleansight.inference.track.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemMonitorTest {
  private static final Box HEAD = new Box(0.4, 0.3, 0.05, 0.1);
  private static final String BARE = "no_hairnet";
  private static final String COVERED = "hairnet";

  private ItemMonitor monitor = ItemMonitor.over("hairnet");
  private Duration interval = Duration.ZERO;
  private List<String> zones = List.of();

  @Test
  void threeLooksOverOneSecondAreEnough() {
    see(0, BARE);
    see(500, BARE);
    see(999, BARE);
    assertThat(monitor.open()).isNull();
    see(1000, BARE);
    assertThat(monitor.open()).isNotNull();
  }

  @Test
  void twoLooksAreNot() {
    see(0, BARE);
    see(2000, BARE);
    assertThat(monitor.open()).isNull();
    see(2200, BARE);
    assertThat(monitor.open()).isNotNull();
  }

  @Test
  void theEpisodeIsOfTheFrameThatCompletedIt() {
    zones = List.of("work_area");
    see(0, BARE, 0.5f);
    see(500, BARE, 0.6f);
    see(600, COVERED, 0.9f);
    see(1000, BARE, 0.7f);
    Episode open = open();
    assertThat(open.frame()).isEqualTo(frame(1000));
    assertThat(open.type()).isEqualTo("no_hairnet");
    assertThat(open.trackId()).isEqualTo(7);
    assertThat(open.violationId()).isEqualTo(Ids.violation(frame(1000).id(), "no_hairnet", 7));
    assertThat(open.confidence()).isEqualTo(((double) 0.5f + 0.6f + 0.7f) / 3, within());
    assertThat(open.box()).isEqualTo(HEAD);
    assertThat(open.severity()).isEqualTo("high");
    assertThat(open.reason())
        .isEqualTo("no_hairnet in 3 of 4 frames over 1.0 s, mean score 0.60, head 48 px");
    assertThat(open.because())
        .isEqualTo(
            new Episode.Because(
                "without_item",
                Map.of(
                    "violation_type", "no_hairnet",
                    "frames", "3",
                    "of_frames", "4",
                    "seconds", "1.0",
                    "score", "0.60",
                    "pixels", "48")));
    assertThat(ViolationReason.WITHOUT_ITEM.parameters())
        .isEqualTo(Objects.requireNonNull(open.because()).parameters().keySet());
    assertThat(open.closedAt()).isNull();
    assertThat(open.timeline()).isEmpty();
  }

  @Test
  void whatIsNoHairnetIsCalledByItsName() {
    monitor = ItemMonitor.over("mask");
    see(0, "no_mask");
    see(500, "no_mask");
    see(1000, "no_mask");
    assertThat(open().type()).isEqualTo("no_mask");
    assertThat(open().reason()).endsWith("mean score 0.80, mask 48 px");
  }

  @Test
  void threeInFiveLooksAreEnough() {
    see(0, BARE);
    see(200, COVERED);
    see(400, COVERED);
    see(600, BARE);
    see(1000, BARE);
    assertThat(monitor.open()).isNotNull();
  }

  @Test
  void threeInSixAreNot() {
    see(0, BARE);
    see(200, COVERED);
    see(400, COVERED);
    see(600, COVERED);
    see(800, BARE);
    see(1000, BARE);
    assertThat(monitor.open()).isNull();
  }

  @Test
  void looksCountForThreeSeconds() {
    see(0, BARE);
    see(2500, BARE);
    see(3000, BARE);
    assertThat(monitor.open()).isNotNull();
    monitor = ItemMonitor.over("hairnet");
    see(0, BARE);
    see(2500, BARE);
    see(3001, BARE);
    assertThat(monitor.open()).isNull();
    assertThat(monitor.samples()).hasSize(2);
  }

  @Test
  void whereFramesAreFewLooksCountForSixOfThem() {
    interval = Duration.ofSeconds(1);
    see(0, BARE);
    see(3000, BARE);
    see(6000, BARE);
    assertThat(monitor.open()).isNotNull();
    monitor = ItemMonitor.over("hairnet");
    see(0, BARE);
    see(3000, BARE);
    see(6001, BARE);
    assertThat(monitor.open()).isNull();
  }

  @Test
  void aLookThatSaysNothingIsNone() {
    see(0, BARE);
    ItemMonitor before = monitor;
    see(200, BARE, 0.49f);
    see(400, COVERED, 0.39f);
    see(600, "head");
    assertThat(monitor).isSameAs(before);
  }

  @Test
  void noMoreThanTwoHundredLooksAreRemembered() {
    for (int i = 0; i < 250; i++) {
      see(i, COVERED);
    }
    assertThat(monitor.samples()).hasSize(200);
    assertThat(monitor.samples().getFirst().at()).isEqualTo(at(50));
    assertThat(monitor.samples().getLast().at()).isEqualTo(at(249));
  }

  @Test
  void aCoveredLookOpensNothingWhateverWasSeenBefore() {
    see(0, BARE);
    see(200, BARE);
    see(400, BARE);
    see(1000, COVERED);
    assertThat(monitor.open()).isNull();
    assertThat(monitor.lastViolating()).isEqualTo(at(400));
  }

  @Test
  void anEpisodeIsOverTenSecondsAfterItsLastLookIfOthersShowTheContrary() {
    openAt1000();
    see(9000, COVERED);
    see(9500, COVERED);
    see(10_000, COVERED);
    assertThat(monitor.isOver(at(11_000))).isFalse();
    assertThat(monitor.isOver(at(11_001))).isTrue();
    assertThat(monitor.closing().closedAt()).isEqualTo(at(1000));
    assertThat(monitor.closing().violationId()).isEqualTo(open().violationId());
  }

  @Test
  void twoLooksToTheContraryEndNothing() {
    openAt1000();
    see(9500, COVERED);
    see(10_000, COVERED);
    assertThat(monitor.isOver(at(60_000))).isFalse();
  }

  @Test
  void looksToTheContraryFromBeforeTheLastBareOneEndNothing() {
    openAt1000();
    see(1200, COVERED);
    see(1400, COVERED);
    see(1600, COVERED);
    see(1600, BARE);
    see(1800, COVERED);
    see(2000, COVERED);
    assertThat(monitor.isOver(at(60_000))).isFalse();
  }

  @Test
  void aFurtherBareLookProlongsIt() {
    openAt1000();
    Episode opened = open();
    see(5000, BARE);
    assertThat(open()).isSameAs(opened);
    assertThat(monitor.closing().closedAt()).isEqualTo(at(5000));
  }

  @Test
  void whatIsNotOpenIsNotOverAndCannotBeClosed() {
    see(0, COVERED);
    assertThat(monitor.isOver(at(60_000))).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(() -> monitor.closing())
        .withMessage("hairnet has no open episode");
  }

  @Test
  void withoutItsEpisodeAWatchBeginsAnew() {
    openAt1000();
    assertThat(monitor.withoutEpisode()).isEqualTo(ItemMonitor.over("hairnet"));
  }

  @Test
  void anEpisodeHasALookThatOpenedIt() {
    openAt1000();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ItemMonitor("hairnet", List.of(), null, open()));
  }

  private void openAt1000() {
    see(0, BARE);
    see(500, BARE);
    see(1000, BARE);
  }

  private Episode open() {
    @Nullable Episode open = monitor.open();
    if (open == null) {
      throw new AssertionError("nothing is open");
    }
    return open;
  }

  private void see(long millis, String label) {
    see(millis, label, 0.8f);
  }

  private void see(long millis, String label, float score) {
    var person =
        new Observation(HEAD, 0.9, false, List.of(new Detection(label, score, HEAD)), List.of());
    monitor =
        monitor.see(
            frame(millis), person, interval, new Whom(7, zones, 480, Visit.begin(frame(0), 7)));
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }

  private static FrameRef frame(long millis) {
    return Kitchen.frame(1, Kitchen.NOON, millis, Duration.ofMillis(millis));
  }

  private static Instant at(long millis) {
    return Kitchen.NOON.plusMillis(millis);
  }
}
