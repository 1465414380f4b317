package io.cleansight.simulator;

import io.cleansight.simulator.Figure.Rectangle;

/**
 * The room's ground plan and the camera's view of it. A place on the floor is {@code across} (0
 * left, 1 right) and {@code depth} (0 at the far wall, 1 at the camera); what is seen is in
 * fractions of the picture, origin top left.
 */
final class Floor {
  static final Spot DOOR = new Spot(-0.14, 0.45);
  static final Spot BASIN = new Spot(0.30, 0.12);
  static final Spot SANITISER = new Spot(0.47, 0.12);
  static final Spot EXIT = new Spot(1.14, 0.45);
  static final Spot[] STATIONS = {
    new Spot(0.69, 0.26),
    new Spot(0.81, 0.24),
    new Spot(0.93, 0.26),
    new Spot(0.71, 0.88),
    new Spot(0.87, 0.90),
  };

  /** The pillar that hides who passes behind it: its left and right edge, and its depth. */
  static final double PILLAR_LEFT = 0.545;

  static final double PILLAR_RIGHT = 0.595;
  static final double PILLAR_DEPTH = 0.66;

  static final double TABLE_LEFT = 0.64;
  static final double TABLE_RIGHT = 0.98;
  static final double TABLE_DEPTH = 0.42;

  private static final double FAR_FOOT = 0.50;
  private static final double FOOT_PER_DEPTH = 0.46;
  private static final double FAR_HEIGHT = 0.44;
  private static final double HEIGHT_PER_DEPTH = 0.15;
  private static final double FAR_SPREAD = 0.90;
  private static final double SPREAD_PER_DEPTH = 0.22;

  private Floor() {}

  /** A place to stand. */
  record Spot(double across, double depth) {
    double distance(Spot other) {
      // The room is about twice as wide as it is deep.
      return Math.hypot(2 * (across - other.across), depth - other.depth);
    }

    Spot towards(Spot other, double share) {
      return new Spot(
          across + share * (other.across - across), depth + share * (other.depth - depth));
    }
  }

  /** Where on the picture's width that is. */
  static double x(Spot spot) {
    return 0.5 + (spot.across - 0.5) * (FAR_SPREAD + SPREAD_PER_DEPTH * spot.depth);
  }

  /** Where on the picture's height the floor is at that depth. */
  static double y(double depth) {
    return FAR_FOOT + FOOT_PER_DEPTH * depth;
  }

  /** Where the pillar is in a picture of that size, in pixels. */
  static Rectangle pillar(int width, int height) {
    double left = x(new Spot(PILLAR_LEFT, PILLAR_DEPTH)) * width;
    double right = x(new Spot(PILLAR_RIGHT, PILLAR_DEPTH)) * width;
    return new Rectangle(left, 0, right - left, y(PILLAR_DEPTH) * height);
  }

  /** How much of the picture's height a person of middling size takes at that depth. */
  static double height(double depth) {
    return FAR_HEIGHT + HEIGHT_PER_DEPTH * depth;
  }
}
