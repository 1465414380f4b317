package io.cleansight.simulator;

import java.util.SplittableRandom;

/** What a camera's sensor makes of a drawn room: the light changes, and every pixel has noise. */
final class Light {
  private static final int NOISE = 1 << 16;
  private static final double SWING = 0.13;

  private final int width;
  private final double phase;
  private final double warmth;
  private final byte[] noise = new byte[NOISE];

  /**
   * @param random gives the light its phase and colour, and the noise its strength
   * @param seed of the noise
   * @param width of the pictures
   */
  Light(SplittableRandom random, long seed, int width) {
    this.width = width;
    this.phase = random.nextDouble(2 * Math.PI);
    this.warmth = random.nextDouble(-0.05, 0.05);
    double grain = random.nextDouble(2, 5);
    var gaussian = new java.util.Random(seed);
    for (int i = 0; i < NOISE; i++) {
      noise[i] = (byte) Math.clamp(Math.round(gaussian.nextGaussian() * grain), -20L, 20L);
    }
  }

  /** Changes pixels, 0xRRGGBB row by row, to how they look at that moment. */
  void expose(int[] pixels, double second, long number) {
    double brightness = brightness(second);
    int[] red = curve(brightness * (1 + warmth));
    int[] green = curve(brightness);
    int[] blue = curve(brightness * (1 - warmth));
    int at = (int) ((number * 0x9E3779B97F4A7C15L) >>> 48);
    for (int i = 0; i < pixels.length; i++) {
      int pixel = pixels[i];
      at = (at + 7) & (NOISE - 1);
      int grain = noise[at];
      if (i % width == 0) {
        at = (at * 31 + 17) & (NOISE - 1);
      }
      pixels[i] =
          (bounded(red[(pixel >> 16) & 0xFF] + grain) << 16)
              | (bounded(green[(pixel >> 8) & 0xFF] + grain) << 8)
              | bounded(blue[pixel & 0xFF] + grain);
    }
  }

  /** Clouds pass slowly; now and then a lamp goes off for some seconds. */
  private double brightness(double second) {
    double clouds = 1 - SWING * (0.5 + 0.5 * Math.sin(second / 23 + phase));
    boolean lampOff = Math.sin(second / 41 + 2 * phase) > 0.93;
    return clouds * (lampOff ? 0.78 : 1);
  }

  private static int[] curve(double gain) {
    var curve = new int[256];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = (int) Math.min(255, i * gain);
    }
    return curve;
  }

  private static int bounded(int value) {
    return Math.clamp(value, 0, 255);
  }
}
