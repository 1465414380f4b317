package io.cleansight.inference.decode;

import java.util.List;

/** One level of a feature pyramid, its cells row by row. */
record Level(int stride, int columns, int rows) {
  int column(int cell) {
    return cell % columns;
  }

  int row(int cell) {
    return cell / columns;
  }

  int cells() {
    return columns * rows;
  }

  static List<Level> of(int width, int height, int... strides) {
    return java.util.Arrays.stream(strides)
        .mapToObj(stride -> new Level(stride, ceil(width, stride), ceil(height, stride)))
        .toList();
  }

  private static int ceil(int length, int stride) {
    return (length + stride - 1) / stride;
  }
}
