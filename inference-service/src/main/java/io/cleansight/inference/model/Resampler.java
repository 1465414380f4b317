package io.cleansight.inference.model;

import io.cleansight.inference.model.Intake.Place;

/**
 * Scales a part of a picture into a model's input and normalises it, in one pass: bilinear between
 * the four nearest pixels, as OpenCV's INTER_LINEAR, with which most models were trained. For one
 * thread.
 */
final class Resampler {
  private static final int CHANNELS = 3;
  private static final int FRACTION = 11;
  private static final int ONE = 1 << FRACTION;
  private static final int HALF = 1 << (2 * FRACTION - 1);

  private final Intake intake;
  private final float[][] tables;
  private final float[] values;
  private final int[] left;
  private final int[] right;
  private final int[] weight;

  Resampler(Intake intake) {
    this.intake = intake;
    this.tables = intake.tables();
    this.values = new float[intake.floats()];
    this.left = new int[intake.width()];
    this.right = new int[intake.width()];
    this.weight = new int[intake.width()];
  }

  /** The input's values, padding included; overwritten by the next call. */
  float[] fill(JpegDecoder picture, Crop crop, Place place) {
    if (place.width() < intake.width() || place.height() < intake.height()) {
      pad();
    }
    double width = crop.width() * picture.columns();
    double height = crop.height() * picture.rows();
    double fromX = crop.left() * picture.columns();
    double fromY = crop.top() * picture.rows();
    for (int x = 0; x < place.width(); x++) {
      double at = fromX + (x + 0.5) * width / place.width() - 0.5;
      double cut = Math.clamp(at, 0, picture.columns() - 1);
      left[x] = ((int) cut) * CHANNELS;
      right[x] = Math.min((int) cut + 1, picture.columns() - 1) * CHANNELS;
      weight[x] = (int) Math.rint((cut - (int) cut) * ONE);
    }
    for (int y = 0; y < place.height(); y++) {
      double at = fromY + (y + 0.5) * height / place.height() - 0.5;
      double cut = Math.clamp(at, 0, picture.rows() - 1);
      int upper = ((int) cut) * picture.columns() * CHANNELS;
      int lower = Math.min((int) cut + 1, picture.rows() - 1) * picture.columns() * CHANNELS;
      row(picture.bgr(), upper, lower, (int) Math.rint((cut - (int) cut) * ONE), y, place);
    }
    return values;
  }

  private void row(byte[] bgr, int upper, int lower, int down, int y, Place place) {
    int plane = intake.width() * intake.height();
    int step = intake.planar() ? 1 : CHANNELS;
    for (int channel = 0; channel < CHANNELS; channel++) {
      float[] table = tables[channel];
      int above = upper + (intake.rgb() ? 2 - channel : channel);
      int below = lower + (intake.rgb() ? 2 - channel : channel);
      int first = intake.planar() ? channel * plane : channel;
      int to = first + ((y + place.top()) * intake.width() + place.left()) * step;
      for (int x = 0; x < place.width(); x++) {
        int across = weight[x];
        int top =
            (bgr[above + left[x]] & 0xFF) * (ONE - across)
                + (bgr[above + right[x]] & 0xFF) * across;
        int bottom =
            (bgr[below + left[x]] & 0xFF) * (ONE - across)
                + (bgr[below + right[x]] & 0xFF) * across;
        int value = (top * (ONE - down) + bottom * down + HALF) >> (2 * FRACTION);
        values[to + x * step] = table[value];
      }
    }
  }

  private void pad() {
    int plane = intake.width() * intake.height();
    for (int channel = 0; channel < CHANNELS; channel++) {
      float padding = tables[channel][intake.padding()];
      int first = intake.planar() ? channel * plane : channel;
      int step = intake.planar() ? 1 : CHANNELS;
      for (int i = 0; i < plane; i++) {
        values[first + i * step] = padding;
      }
    }
  }
}
