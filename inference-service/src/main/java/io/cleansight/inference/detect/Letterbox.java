package io.cleansight.inference.detect;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Puts a picture into a model's input as YOLOX wants it: scaled to fit, in the top left corner, the
 * rest 114, planes blue, green, red, values 0..255. For one thread.
 */
final class Letterbox implements AutoCloseable {
  private static final float PADDING = 114;

  private final int width;
  private final int height;
  private final JpegDecoder decoder = new JpegDecoder();
  private final byte[] bgr;
  private final float[] plane;

  Letterbox(int width, int height) {
    this.width = width;
    this.height = height;
    this.bgr = new byte[width * height * 3];
    this.plane = new float[width * height];
  }

  /** The part of the input that the picture takes, in model pixels. */
  record Content(int width, int height) {}

  Content fill(byte[] jpeg, int pictureWidth, int pictureHeight, FloatBuffer input)
      throws BadImageException {
    double scale = Math.min((double) width / pictureWidth, (double) height / pictureHeight);
    int contentWidth = Math.max(1, (int) (pictureWidth * scale));
    int contentHeight = Math.max(1, (int) (pictureHeight * scale));
    decoder.decode(jpeg, contentWidth, contentHeight, bgr);
    input.clear();
    for (int channel = 0; channel < 3; channel++) {
      if (contentWidth < width || contentHeight < height) {
        Arrays.fill(plane, PADDING);
      }
      for (int y = 0; y < contentHeight; y++) {
        int from = y * contentWidth * 3 + channel;
        int to = y * width;
        for (int x = 0; x < contentWidth; x++) {
          plane[to + x] = bgr[from + x * 3] & 0xFF;
        }
      }
      input.put(plane);
    }
    input.flip();
    return new Content(contentWidth, contentHeight);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
