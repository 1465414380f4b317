package io.cleansight.query.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cleansight.event.Corner;
import io.cleansight.event.Zone;
import io.cleansight.query.web.BadParameterException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneCheckTest {
  @ParameterizedTest
  @CsvSource({
    "0 0 1 0 1 1, false",
    "0 0 1 0 1 1 0 1, false",
    "0 0 0.5 0 1 0 1 1, false",
    "0 0 1 0 0.5 0.5 1 1 0 1, false",
    "0 0 1 1 1 0 0 1, true",
    "0 0 1 0 1 1 0.5 0 0 1, true",
    "0 0 0.5 0.5 1 1, true",
    "0 0 1 0 0.5 0 0.5 1, true",
    "0 0 1 0 1 1 0 0, true"
  })
  void edgesMeetInCornersAlone(String corners, boolean crosses) {
    assertThat(ZoneCheck.crosses(corners(corners))).isEqualTo(crosses);
    assertThat(ZoneCheck.crosses(corners(corners).reversed())).isEqualTo(crosses);
  }

  @Test
  void aLineIsTakenWhereThereIsOne() {
    List<Zone> line = List.of(zone("entrance", "0 0 1 1"));
    assertThat(ZoneCheck.checked(line, Set.of("gate"))).isEqualTo(line);
    assertThatExceptionOfType(BadParameterException.class)
        .isThrownBy(() -> ZoneCheck.checked(line, Set.of()))
        .withMessage("zones.corners must be 3 or more, not 2 as of gate");
    assertThatExceptionOfType(BadParameterException.class)
        .isThrownBy(() -> ZoneCheck.checked(List.of(zone("privacy", "0 0 1 1")), Set.of("gate")));
  }

  private static Zone zone(String type, String corners) {
    return Zone.newBuilder().setZoneId("gate").setType(type).setCorners(corners(corners)).build();
  }

  private static List<Corner> corners(String text) {
    double[] values = Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    return Stream.iterate(0, it -> it + 2)
        .limit(values.length / 2)
        .map(it -> new Corner(values[it], values[it + 1]))
        .toList();
  }
}
