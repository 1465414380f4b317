package io.cleansight.inference.track;

/** A rectangle in fractions of the frame, origin top left. */
public record Region(double x, double y, double width, double height) {

  public Region {
    if (!(width >= 0 && height >= 0)) {
      throw new IllegalArgumentException(
          "width and height must not be negative: " + width + ", " + height);
    }
  }

  Region movedBy(double dx, double dy) {
    return new Region(x + dx, y + dy, width, height);
  }

  double centreX() {
    return x + width / 2;
  }

  double centreY() {
    return y + height / 2;
  }

  /** Distance of the centres in mean widths and heights: 1 is about one head. */
  double distance(Region other) {
    double meanWidth = (width + other.width) / 2;
    double meanHeight = (height + other.height) / 2;
    return Math.hypot(
        (centreX() - other.centreX()) / meanWidth, (centreY() - other.centreY()) / meanHeight);
  }

  /** Ratio of the areas, at most 1. */
  double likeness(Region other) {
    double mine = width * height;
    double its = other.width * other.height;
    return Math.min(mine, its) / Math.max(mine, its);
  }
}
