package io.cleansight.video.clip;

import io.cleansight.event.Box;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Makes parts of a picture unrecognisable: each is left with a few pixels, the mean of what was.
 */
final class Mosaic {
  /** Pixels across that a head is left with, and a picture that is hidden whole. */
  private static final int GRAIN = 6;

  private static final int GRAIN_OF_ALL = 16;
  private static final int CHANNELS = 3;

  private final ByteBuffer pixels;
  private final int width;
  private final int height;
  private final int stride;

  /**
   * @param pixels rows of three bytes a pixel; changed in place
   * @param stride bytes from one row to the next
   */
  Mosaic(ByteBuffer pixels, int width, int height, int stride) {
    this.pixels = pixels;
    this.width = width;
    this.height = height;
    this.stride = stride;
  }

  void hideAll() {
    hide(0, 0, width, height, GRAIN_OF_ALL);
  }

  /** Boxes in fractions of the picture; what lies outside of it is none of ours. */
  void hide(List<Box> boxes) {
    for (Box box : boxes) {
      hide(
          clamp(Math.floor(box.getX() * width), width),
          clamp(Math.floor(box.getY() * height), height),
          clamp(Math.ceil((box.getX() + box.getWidth()) * width), width),
          clamp(Math.ceil((box.getY() + box.getHeight()) * height), height),
          GRAIN);
    }
  }

  private void hide(int left, int top, int right, int bottom, int grain) {
    int columns = Math.min(grain, right - left);
    int rows = Math.min(grain, bottom - top);
    for (int row = 0; row < rows; row++) {
      int from = top + row * (bottom - top) / rows;
      int to = top + (row + 1) * (bottom - top) / rows;
      for (int column = 0; column < columns; column++) {
        even(
            left + column * (right - left) / columns,
            from,
            left + (column + 1) * (right - left) / columns,
            to);
      }
    }
  }

  private void even(int left, int top, int right, int bottom) {
    int points = (right - left) * (bottom - top);
    for (int channel = 0; channel < CHANNELS; channel++) {
      long sum = 0;
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          sum += pixels.get(y * stride + x * CHANNELS + channel) & 0xff;
        }
      }
      byte mean = (byte) (sum / points);
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          pixels.put(y * stride + x * CHANNELS + channel, mean);
        }
      }
    }
  }

  private static int clamp(double value, int most) {
    return (int) Math.max(0, Math.min(most, value));
  }
}
