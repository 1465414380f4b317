package io.cleansight.inference.model;

/** A part of a picture, in its fractions, origin top left. */
public record Crop(double left, double top, double right, double bottom) {
  public static final Crop WHOLE = new Crop(0, 0, 1, 1);

  public Crop {
    if (!(left >= 0 && top >= 0 && right <= 1 && bottom <= 1 && left < right && top < bottom)) {
      throw new IllegalArgumentException(
          "no part of a picture: %s, %s to %s, %s".formatted(left, top, right, bottom));
    }
  }

  double width() {
    return right - left;
  }

  double height() {
    return bottom - top;
  }
}
