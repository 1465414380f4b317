package io.cleansight.inference.track;

/** A rectangle in fractions of the frame, origin top left. */
public record Region(double x, double y, double width, double height) {
  private static final double EDGE = 0.02;

  public Region {
    if (!(width >= 0 && height >= 0)) {
      throw new IllegalArgumentException(
          "width and height must not be negative: " + width + ", " + height);
    }
  }

  public double centreX() {
    return x + width / 2;
  }

  public double centreY() {
    return y + height / 2;
  }

  public double bottom() {
    return y + height;
  }

  /** Whether it touches the frame's left, right or lower edge, where people come and go. */
  public boolean isAtEdge() {
    return x <= EDGE || x + width >= 1 - EDGE || bottom() >= 1 - EDGE;
  }

  boolean contains(double px, double py) {
    return px >= x && px <= x + width && py >= y && py <= bottom();
  }

  Region centredOn(double cx, double cy) {
    return new Region(cx - width / 2, cy - height / 2, width, height);
  }

  /** Distance of the centres in mean widths and heights: 1 is about one head. */
  public double distance(Region other) {
    double meanWidth = (width + other.width) / 2;
    double meanHeight = (height + other.height) / 2;
    return Math.hypot(
        (centreX() - other.centreX()) / meanWidth, (centreY() - other.centreY()) / meanHeight);
  }

  /** Ratio of the areas, at most 1. */
  public double likeness(Region other) {
    double mine = width * height;
    double its = other.width * other.height;
    return Math.min(mine, its) / Math.max(mine, its);
  }
}
