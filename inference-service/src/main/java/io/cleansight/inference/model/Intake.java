package io.cleansight.inference.model;

/**
 * How a picture becomes a model's input.
 *
 * @param width of the input in pixels
 * @param rgb order of the channels; else blue first
 * @param planar one plane per channel (NCHW); else channels side by side (NHWC)
 * @param mean per channel in the model's order, of values 0..255
 * @param std by which the difference is divided
 */
record Intake(
    int width,
    int height,
    boolean rgb,
    boolean planar,
    double[] mean,
    double[] std,
    Resize resize,
    int padding) {

  private static final int CHANNELS = 3;

  /** Where the picture goes. */
  enum Resize {
    TOP_LEFT,
    CENTRED,
    STRETCHED
  }

  int floats() {
    return CHANNELS * width * height;
  }

  /**
   * Where in the input a picture lies, in model pixels.
   *
   * @param width that the picture takes; what is left is padding
   */
  record Place(int left, int top, int width, int height) {}

  Place place(double pictureWidth, double pictureHeight) {
    if (resize == Resize.STRETCHED) {
      return new Place(0, 0, width, height);
    }
    double scale = Math.min(width / pictureWidth, height / pictureHeight);
    // As their authors do it: YOLOX cuts the fraction of a pixel off, the others round it.
    boolean cut = resize == Resize.TOP_LEFT;
    int contentWidth = Math.clamp(whole(pictureWidth * scale, cut), 1, width);
    int contentHeight = Math.clamp(whole(pictureHeight * scale, cut), 1, height);
    return resize == Resize.TOP_LEFT
        ? new Place(0, 0, contentWidth, contentHeight)
        : new Place(
            (width - contentWidth) / 2, (height - contentHeight) / 2, contentWidth, contentHeight);
  }

  private static int whole(double pixels, boolean cut) {
    // A hair more than nothing: 640 * (416 / 640) must not become 415.
    return (int) (cut ? pixels + 1e-6 : Math.rint(pixels));
  }

  /** The value that each byte becomes, by the channel's position in the model's order. */
  float[][] tables() {
    var tables = new float[CHANNELS][256];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int value = 0; value < 256; value++) {
        tables[channel][value] = (float) ((value - mean[channel]) / std[channel]);
      }
    }
    return tables;
  }
}
