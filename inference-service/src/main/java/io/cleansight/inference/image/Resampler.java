package io.cleansight.inference.image;

import io.cleansight.inference.detection.Box;
import io.cleansight.inference.image.InputSpec.Place;
import net.jcip.annotations.NotThreadSafe;

/**
 * Scales a part of a picture into a model's input and normalises it, in one pass: bilinear between
 * the four nearest pixels, as OpenCV's INTER_LINEAR, with which most models were trained.
 */
@NotThreadSafe
public final class Resampler {
  private static final int CHANNELS = 3;
  private static final int FRACTION = 11;
  private static final int ONE = 1 << FRACTION;
  private static final int HALF = 1 << (2 * FRACTION - 1);

  private final InputSpec spec;
  private final float[][] tables;
  private final float[] values;
  private final int[] left;
  private final int[] right;
  private final int[] weight;
  private final int step;
  private final int plane;

  /** Which of blue, green, red the model's channels are. */
  private final int[] order;

  private int[] mixed = new int[0];

  public Resampler(InputSpec spec) {
    this.spec = spec;
    this.tables = spec.tables();
    this.values = new float[spec.floats()];
    this.left = new int[spec.width()];
    this.right = new int[spec.width()];
    this.weight = new int[spec.width()];
    this.step = spec.planar() ? 1 : CHANNELS;
    this.plane = spec.planar() ? spec.width() * spec.height() : 1;
    this.order = spec.rgb() ? new int[] {2, 1, 0} : new int[] {0, 1, 2};
  }

  /**
   * The input's values, padding included; overwritten by the next call.
   *
   * @param crop of the picture, within it
   */
  public float[] fill(JpegDecoder picture, Box crop, Place place) {
    if (place.width() < spec.width() || place.height() < spec.height()) {
      pad();
    }
    double width = crop.width() * picture.columns();
    double height = crop.height() * picture.rows();
    if (crop.equals(Box.WHOLE)
        && place.width() == picture.columns()
        && place.height() == picture.rows()) {
      copy(picture, place);
      return values;
    }
    double fromX = crop.x() * picture.columns();
    double fromY = crop.y() * picture.rows();
    for (int x = 0; x < place.width(); x++) {
      double at = fromX + (x + 0.5) * width / place.width() - 0.5;
      double cut = Math.clamp(at, 0, picture.columns() - 1);
      left[x] = ((int) cut) * CHANNELS;
      right[x] = Math.min((int) cut + 1, picture.columns() - 1) * CHANNELS;
      weight[x] = (int) Math.rint((cut - (int) cut) * ONE);
    }
    int stride = picture.columns() * CHANNELS;
    if (mixed.length < stride) {
      mixed = new int[stride];
    }
    for (int y = 0; y < place.height(); y++) {
      double at = fromY + (y + 0.5) * height / place.height() - 0.5;
      double cut = Math.clamp(at, 0, picture.rows() - 1);
      int upper = ((int) cut) * stride;
      int lower = Math.min((int) cut + 1, picture.rows() - 1) * stride;
      int down = (int) Math.rint((cut - (int) cut) * ONE);
      mix(picture.bgr(), upper, lower, down, left[0], right[place.width() - 1] + CHANNELS);
      row(first(y, place), place.width());
    }
    return values;
  }

  /** The picture has the input's size already: nothing to interpolate. */
  private void copy(JpegDecoder picture, Place place) {
    byte[] bgr = picture.bgr();
    for (int y = 0; y < place.height(); y++) {
      int from = y * place.width() * CHANNELS;
      int to = first(y, place);
      for (int x = 0; x < place.width(); x++) {
        values[to + x * step] = tables[0][bgr[from + x * CHANNELS + order[0]] & 0xFF];
        values[to + plane + x * step] = tables[1][bgr[from + x * CHANNELS + order[1]] & 0xFF];
        values[to + 2 * plane + x * step] = tables[2][bgr[from + x * CHANNELS + order[2]] & 0xFF];
      }
    }
  }

  /** Between two rows; all channels at once, side by side. */
  private void mix(byte[] bgr, int upper, int lower, int down, int from, int to) {
    int[] into = mixed;
    int up = ONE - down;
    for (int i = from; i < to; i++) {
      into[i] = (bgr[upper + i] & 0xFF) * up + (bgr[lower + i] & 0xFF) * down;
    }
  }

  /** Between two columns, and normalised. */
  private void row(int to, int width) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      float[] table = tables[channel];
      float[] into = values;
      int[] from = mixed;
      int[] ones = left;
      int[] others = right;
      int[] weights = weight;
      int offset = order[channel];
      int at = to + channel * plane;
      for (int x = 0; x < width; x++) {
        int one = from[ones[x] + offset];
        int other = from[others[x] + offset];
        into[at] =
            table[((one << FRACTION) + (other - one) * weights[x] + HALF) >>> (2 * FRACTION)];
        at += step;
      }
    }
  }

  /** Where the first channel of a row of the picture goes. */
  private int first(int y, Place place) {
    return ((y + place.top()) * spec.width() + place.left()) * step;
  }

  private void pad() {
    int pixels = spec.width() * spec.height();
    for (int channel = 0; channel < CHANNELS; channel++) {
      float padding = tables[channel][spec.padding()];
      int first = channel * plane;
      for (int i = 0; i < pixels; i++) {
        values[first + i * step] = padding;
      }
    }
  }
}
