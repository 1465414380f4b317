package io.cleansight.simulator;

import java.awt.Color;

/** Colours made of a colour. */
final class Shade {
  private Shade() {}

  static Color darker(Color colour, double factor) {
    return new Color(
        (int) (colour.getRed() * factor),
        (int) (colour.getGreen() * factor),
        (int) (colour.getBlue() * factor));
  }

  static Color lighter(Color colour) {
    return new Color(
        Math.min(255, colour.getRed() + 22),
        Math.min(255, colour.getGreen() + 22),
        Math.min(255, colour.getBlue() + 22));
  }

  /**
   * @param alpha 0, not to be seen, to 255
   */
  static Color translucent(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }
}
