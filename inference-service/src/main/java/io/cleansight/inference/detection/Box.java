package io.cleansight.inference.detection;

/** A rectangle in fractions of a picture, origin top left. */
public record Box(double x, double y, double width, double height) {
  /** All of the picture. */
  public static final Box WHOLE = new Box(0, 0, 1, 1);

  private static final double EDGE = 0.02;

  public Box {
    if (!(width >= 0 && height >= 0)) {
      throw new IllegalArgumentException(
          "width and height must not be negative: " + width + ", " + height);
    }
  }

  public static Box ofCorners(double left, double top, double right, double bottom) {
    return new Box(left, top, right - left, bottom - top);
  }

  public double centreX() {
    return x + width / 2;
  }

  public double centreY() {
    return y + height / 2;
  }

  public double right() {
    return x + width;
  }

  public double bottom() {
    return y + height;
  }

  /** Whether it touches the frame's left, right or lower edge, where people come and go. */
  public boolean isAtEdge() {
    return x <= EDGE || right() >= 1 - EDGE || bottom() >= 1 - EDGE;
  }

  public boolean contains(double px, double py) {
    return px >= x && px <= right() && py >= y && py <= bottom();
  }

  /** One of the same size. */
  public Box centredOn(double cx, double cy) {
    return new Box(cx - width / 2, cy - height / 2, width, height);
  }

  /** With so much of its width and height more on each side, as far as there is a picture. */
  public Box enlarged(double margin) {
    return ofCorners(
        Math.max(0, x - margin * width),
        Math.max(0, y - margin * height),
        Math.min(1, right() + margin * width),
        Math.min(1, bottom() + margin * height));
  }

  /** The same place of a larger picture, of which {@code crop} was cut out. */
  public Box within(Box crop) {
    return new Box(
        crop.x + x * crop.width,
        crop.y + y * crop.height,
        width * crop.width,
        height * crop.height);
  }

  /** Intersection over union, 0..1. */
  public double iou(Box other) {
    double commonWidth = Math.min(right(), other.right()) - Math.max(x, other.x);
    double commonHeight = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
    if (commonWidth <= 0 || commonHeight <= 0) {
      return 0;
    }
    double common = commonWidth * commonHeight;
    return common / (area() + other.area() - common);
  }

  /** Distance of the centres in mean widths and heights: 1 is about one head. */
  public double distance(Box other) {
    double meanWidth = (width + other.width) / 2;
    double meanHeight = (height + other.height) / 2;
    return Math.hypot(
        (centreX() - other.centreX()) / meanWidth, (centreY() - other.centreY()) / meanHeight);
  }

  /** Ratio of the areas, at most 1. */
  public double likeness(Box other) {
    return Math.min(area(), other.area()) / Math.max(area(), other.area());
  }

  private double area() {
    return width * height;
  }
}
