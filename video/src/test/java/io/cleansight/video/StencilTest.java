package io.cleansight.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StencilTest {
  @ParameterizedTest
  @CsvSource({
    // A triangle, with the pixels that its long side runs through.
    "0.05 0.05 0.85 0.05 0.85 0.45, '#########. .########. ...######. .....####. .......##. .......... .......... .......... .......... ..........'",
    // Thinner than a pixel, and nowhere on the middle line of a row.
    "0.11 0.22 0.49 0.22 0.49 0.23, '.......... .......... .####..... .......... .......... .......... .......... .......... .......... ..........'",
    // Beyond the border on three sides.
    "-0.5 -0.5 1.5 -0.5 1.5 0.15 -0.5 0.15, '########## ########## .......... .......... .......... .......... .......... .......... .......... ..........'",
    // Nowhere in the picture.
    "1.2 1.2 1.5 1.2 1.5 1.5, '.......... .......... .......... .......... .......... .......... .......... .......... .......... ..........'"
  })
  void everyPixelThatIsTouchedIsCovered(String corners, String rows) {
    assertThat(shown(new Stencil(List.of(mask(corners)), 10, 10), 10)).isEqualTo(rows);
  }

  @Test
  void ofAPolygonThatCrossesItselfAllThatItWindsRoundIsCovered() {
    var stencil = new Stencil(List.of(mask("0.05 0.05 0.95 0.95 0.95 0.05 0.05 0.95")), 10, 10);
    assertThat(stencil.row(5).get(0, 10).cardinality()).isEqualTo(10);
    assertThat(stencil.row(2).get(1)).isTrue();
    assertThat(stencil.row(2).get(8)).isTrue();
    assertThat(stencil.row(1).get(5)).isFalse();
  }

  @Test
  void aSampleThatStandsForACoveredPixelIsCovered() {
    var stencil = new Stencil(List.of(mask("0.35 0.35 0.55 0.35 0.55 0.55")), 10, 10);
    assertThat(shown(stencil.shrunk(1, 1), 5)).isEqualTo("..... .##.. ..#.. ..... .....");
    assertThat(new Stencil(List.of(), 9, 7).shrunk(1, 1).height()).isEqualTo(4);
    assertThat(new Stencil(List.of(), 9, 7).shrunk(1, 1).width()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"0 0 1 1", "0 0 1 0 NaN 1", "0 0 1 0 Infinity 1"})
  void whatCoversNothingIsNoMask(String corners) {
    assertThatIllegalArgumentException().isThrownBy(() -> mask(corners));
  }

  private static String shown(Stencil stencil, int width) {
    var rows = new ArrayList<String>();
    for (int y = 0; y < stencil.height(); y++) {
      var row = new StringBuilder();
      for (int x = 0; x < width; x++) {
        row.append(stencil.row(y).get(x) ? '#' : '.');
      }
      rows.add(row.toString());
    }
    return String.join(" ", rows);
  }

  private static Mask mask(String corners) {
    String[] values = corners.split(" ");
    var list = new ArrayList<Mask.Corner>();
    for (int i = 0; i < values.length; i += 2) {
      list.add(new Mask.Corner(Double.parseDouble(values[i]), Double.parseDouble(values[i + 1])));
    }
    return new Mask(list);
  }
}
