package io.cleansight.inference.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cleansight.inference.detection.Point;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneTest {
  private static final Point CENTRE = new Point(0.5, 0.5);

  @Test
  void aRegionHoldsWhoIsInIt() {
    Zone triangle = zone(new Point(0.1, 0.2), new Point(0.9, 0.2), new Point(0.1, 0.9));
    assertThat(triangle.isLine()).isFalse();
    assertThat(triangle.holds(null, new Point(0.2, 0.3))).isTrue();
    assertThat(triangle.holds(CENTRE, new Point(0.12, 0.85))).isTrue();
    assertThat(triangle.holds(null, new Point(0.8, 0.8))).isFalse();
    assertThat(triangle.holds(null, new Point(0.05, 0.3))).isFalse();
    assertThat(triangle.holds(null, new Point(0.5, 0.1))).isFalse();
  }

  @Test
  void aLineIsCrossedFromItsLeftToItsRight() {
    // Upwards: its left is the picture's left.
    Zone upwards = zone(new Point(0.6, 0.9), new Point(0.6, 0.1));
    assertThat(upwards.isLine()).isTrue();
    assertThat(upwards.holds(CENTRE, new Point(0.7, 0.5))).isTrue();
    assertThat(upwards.holds(new Point(0.7, 0.5), CENTRE)).isFalse();
    Zone slanting = zone(new Point(0.4, 0.9), new Point(0.8, 0.1));
    assertThat(slanting.holds(new Point(0.5, 0.5), new Point(0.7, 0.5))).isTrue();
    assertThat(slanting.holds(new Point(0.5, 0.5), new Point(0.58, 0.5))).isFalse();
    assertThat(slanting.holds(new Point(0.7, 0.5), new Point(0.5, 0.5))).isFalse();
  }

  @Test
  void whoPassesBesideALineHasNotCrossedIt() {
    Zone line = zone(new Point(0.6, 0.9), new Point(0.6, 0.6));
    assertThat(line.holds(CENTRE, new Point(0.7, 0.5))).isFalse();
    assertThat(line.holds(new Point(0.5, 0.7), new Point(0.7, 0.7))).isTrue();
  }

  @Test
  void whoStepsOnALineHasCrossedItAndWhoStepsOffHasNot() {
    Zone line = zone(new Point(0.5, 1), new Point(0.5, 0));
    assertThat(line.holds(new Point(0.25, 0.5), new Point(0.5, 0.5))).isTrue();
    assertThat(line.holds(new Point(0.5, 0.5), new Point(0.75, 0.5))).isFalse();
  }

  @Test
  void whoIsSeenForTheFirstTimeHasCrossedNothing() {
    assertThat(zone(new Point(0.5, 1), new Point(0.5, 0)).holds(null, CENTRE)).isFalse();
  }

  @Test
  void aZoneHasCorners() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> zone(CENTRE))
        .withMessageContaining("zone z needs 2 corners or more");
  }

  private static Zone zone(Point... corners) {
    return new Zone("z", "work_area", List.of(corners), Duration.ZERO);
  }
}
