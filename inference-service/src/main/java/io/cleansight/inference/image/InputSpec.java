package io.cleansight.inference.image;

/**
 * How a picture becomes a model's input: size, letterbox, channels and normalisation.
 *
 * @param width of the input in pixels
 * @param rgb order of the channels; else blue first
 * @param planar one plane per channel (NCHW); else channels side by side (NHWC)
 * @param mean per channel in the model's order, of values 0..255
 * @param std by which the difference is divided
 */
public record InputSpec(
    int width,
    int height,
    boolean rgb,
    boolean planar,
    double[] mean,
    double[] std,
    Resize resize,
    int padding) {

  private static final int CHANNELS = 3;

  /** Of the grey around a letterboxed picture, as most models were trained with. */
  public static final int GREY = 114;

  private static final double[] ZERO = {0, 0, 0};
  private static final double[] ONE = {1, 1, 1};
  private static final double[] BYTE = {255, 255, 255};

  public InputSpec {
    mean = mean.clone();
    std = std.clone();
  }

  /** YOLOX: raw values, blue first, letterboxed at the top left. */
  public static InputSpec yolox(int width, int height, boolean planar) {
    return new InputSpec(width, height, false, planar, ZERO, ONE, Resize.TOP_LEFT, GREY);
  }

  /** YOLOv5 and later: 0..1, red first, letterboxed in the centre. */
  public static InputSpec ultralytics(int width, int height, boolean planar) {
    return new InputSpec(width, height, true, planar, ZERO, BYTE, Resize.CENTRED, GREY);
  }

  /** RT-DETR, D-FINE, DEIM: 0..1, red first, stretched. */
  public static InputSpec detr(int width, int height, boolean planar) {
    return new InputSpec(width, height, true, planar, ZERO, BYTE, Resize.STRETCHED, 0);
  }

  /** NanoDet: normalised by ImageNet's mean and deviation, blue first. */
  public static InputSpec nanoDet(int width, int height, boolean planar) {
    return new InputSpec(
        width,
        height,
        false,
        planar,
        new double[] {103.53, 116.28, 123.675},
        new double[] {57.375, 57.12, 58.395},
        Resize.CENTRED,
        0);
  }

  /** SSD: -1..1, red first, stretched. */
  public static InputSpec ssd(int width, int height, boolean planar) {
    return new InputSpec(
        width,
        height,
        true,
        planar,
        new double[] {127, 127, 127},
        new double[] {128, 128, 128},
        Resize.STRETCHED,
        0);
  }

  /** YuNet: raw values, blue first, black around the picture. */
  public static InputSpec yuNet(int width, int height, boolean planar) {
    return new InputSpec(width, height, false, planar, ZERO, ONE, Resize.TOP_LEFT, 0);
  }

  /** Where the picture goes. */
  public enum Resize {
    TOP_LEFT,
    CENTRED,
    STRETCHED
  }

  public int floats() {
    return CHANNELS * width * height;
  }

  /**
   * Where in the input a picture lies, in model pixels.
   *
   * @param width that the picture takes; what is left is padding
   */
  public record Place(int left, int top, int width, int height) {}

  public Place place(double pictureWidth, double pictureHeight) {
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
  public float[][] tables() {
    var tables = new float[CHANNELS][256];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int value = 0; value < 256; value++) {
        tables[channel][value] = (float) ((value - mean[channel]) / std[channel]);
      }
    }
    return tables;
  }
}
