package io.cleansight.inference.zone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.inference.detection.Point;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {
  @Test
  void theStepsForWhichThereIsAPlaceAreAskedForInTheirOrder() {
    assertThat(room(List.of(), zone("sanitize", 1), zone("handwash", 1)).required())
        .containsExactly("handwash", "sanitize");
    assertThat(room(List.of(), zone("sanitize", 1), zone("work_area", 1)).required())
        .containsExactly("sanitize");
    assertThat(Room.UNKNOWN.required()).isEmpty();
  }

  @Test
  void orElseThoseThatAreNamed() {
    assertThat(room(List.of("sanitize", "handwash"), zone("handwash", 1)).required())
        .containsExactly("sanitize", "handwash");
  }

  @Test
  void whatIsNoStepIsNotAskedForHere() {
    assertThat(room(List.of("hairnet", "sanitize")).required()).containsExactly("sanitize");
    assertThat(room(List.of("hairnet"), zone("handwash", 1)).required()).isEmpty();
  }

  @Test
  void theShortestStepIsWhatFitsIntoAGap() {
    assertThat(limit(List.of(), zone("handwash", 5000), zone("handwash", 4000))).isEqualTo(4000);
    assertThat(limit(List.of(), zone("handwash", 5000), zone("sanitize", 3000))).isEqualTo(3000);
  }

  @Test
  void whatIsNotAskedForDoesNotMatter() {
    assertThat(limit(List.of("handwash"), zone("handwash", 5000), zone("sanitize", 3000)))
        .isEqualTo(5000);
    assertThat(limit(List.of(), zone("handwash", 5000), zone("work_area", 2000))).isEqualTo(5000);
  }

  @Test
  void aStepWithoutAPlaceIsSaidByAModelWithinASecond() {
    assertThat(limit(List.of("handwash", "sanitize"), zone("handwash", 5000))).isEqualTo(1000);
  }

  @Test
  void aSecondIsTheLeast() {
    assertThat(limit(List.of(), zone("handwash", 999))).isEqualTo(1000);
    assertThat(limit(List.of(), zone("handwash", 1001))).isEqualTo(1001);
    assertThat(limit(List.of())).isEqualTo(1000);
  }

  private static long limit(List<String> steps, Zone... zones) {
    return room(steps, zones).unseenLimit().toMillis();
  }

  private static Room room(List<String> steps, Zone... zones) {
    return new Room(List.of(zones), steps, Duration.ofSeconds(20), Duration.ofHours(1));
  }

  private static Zone zone(String type, long dwell) {
    List<Point> corners = List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1));
    return new Zone(type, type, corners, Duration.ofMillis(dwell));
  }
}
