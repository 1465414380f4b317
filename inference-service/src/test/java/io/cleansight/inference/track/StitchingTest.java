package io.cleansight.inference.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.track.Stitching.Lost;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StitchingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Box BOX = new Box(0.4, 0.3, 0.05, 0.08);
  private static final List<Float> NOT_TOLD = List.of();

  @Test
  void whoIsLostInTheMiddleOfTheRoomMayReturnForTenSeconds() {
    Lost lost = new Lost(1, BOX, NOON, NOT_TOLD);
    assertThat(lost.mayReturn(NOON.plusMillis(10_000))).isTrue();
    assertThat(lost.mayReturn(NOON.plusMillis(10_001))).isFalse();
    assertThat(continued(BOX, BOX, 10_000)).isTrue();
    assertThat(continued(BOX, BOX, 10_001)).isFalse();
  }

  @Test
  void whoIsLostAtTheEdgeHasLeft() {
    var atEdge = new Box(0.95, 0.3, 0.05, 0.08);
    assertThat(new Lost(1, atEdge, NOON, NOT_TOLD).mayReturn(NOON)).isFalse();
    assertThat(continued(atEdge, atEdge, 1000)).isFalse();
  }

  @Test
  void somebodyNewMayBeginAtTheEdge() {
    var nearEdge = new Box(0.92, 0.3, 0.05, 0.08);
    assertThat(continued(nearEdge, new Box(0.95, 0.3, 0.05, 0.08), 1000)).isTrue();
  }

  @Test
  void theLaterTheFartherAway() {
    assertThat(continued(BOX, moved(1.5 - 0.01), 0)).isTrue();
    assertThat(continued(BOX, moved(1.5 + 0.01), 0)).isFalse();
    assertThat(continued(BOX, moved(1.5 + 0.4 * 5 - 0.01), 5000)).isTrue();
    assertThat(continued(BOX, moved(1.5 + 0.4 * 5 + 0.01), 5000)).isFalse();
  }

  @Test
  void whoIsMuchLargerOrSmallerIsSomebodyElse() {
    assertThat(continued(BOX, scaled(0.41), 1000)).isTrue();
    assertThat(continued(BOX, scaled(0.39), 1000)).isFalse();
    assertThat(continued(scaled(0.41), BOX, 1000)).isTrue();
    assertThat(continued(scaled(0.39), BOX, 1000)).isFalse();
  }

  @Test
  void whoLooksOtherwiseIsSomebodyElse() {
    assertThat(looksLike(List.of(1f, 0f), List.of(1f, 0f))).isTrue();
    assertThat(looksLike(List.of(1f, 0f), List.of(0f, 1f))).isFalse();
    assertThat(looksLike(List.of(1f, 0f), NOT_TOLD)).isTrue();
    assertThat(looksLike(NOT_TOLD, List.of(0f, 1f))).isTrue();
  }

  @Test
  void theNearestIsContinuedAndOfTwoEquallyNearTheFirst() {
    Lost far = new Lost(1, moved(1), NOON, NOT_TOLD);
    Lost near = new Lost(2, moved(0.5), NOON, NOT_TOLD);
    Lost alsoNear = new Lost(3, moved(0.5), NOON, NOT_TOLD);
    assertThat(Stitching.continuedBy(Stream.of(far, near, alsoNear), seen(BOX, NOT_TOLD), NOON))
        .contains(near);
    assertThat(Stitching.continuedBy(Stream.of(alsoNear, near, far), seen(BOX, NOT_TOLD), NOON))
        .contains(alsoNear);
  }

  @Test
  void whereNobodyIsLostNobodyIsContinued() {
    assertThat(Stitching.continuedBy(Stream.of(), seen(BOX, NOT_TOLD), NOON))
        .isEqualTo(Optional.empty());
  }

  private static boolean continued(Box lost, Box found, long millis) {
    return Stitching.continuedBy(
            Stream.of(new Lost(1, lost, NOON, NOT_TOLD)),
            seen(found, NOT_TOLD),
            NOON.plusMillis(millis))
        .isPresent();
  }

  private static boolean looksLike(List<Float> lost, List<Float> found) {
    return Stitching.continuedBy(
            Stream.of(new Lost(1, BOX, NOON, lost)), seen(BOX, found), NOON.plusSeconds(1))
        .isPresent();
  }

  /** So many widths to the right. */
  private static Box moved(double widths) {
    return new Box(BOX.x() + widths * BOX.width(), BOX.y(), BOX.width(), BOX.height());
  }

  /** Of so much of the width, in the same place. */
  private static Box scaled(double by) {
    double width = BOX.width() * by;
    return new Box(BOX.centreX() - width / 2, BOX.y(), width, BOX.height());
  }

  private static Observation seen(Box box, List<Float> appearance) {
    return new Observation(box, 0.8, false, List.of(), appearance);
  }
}
