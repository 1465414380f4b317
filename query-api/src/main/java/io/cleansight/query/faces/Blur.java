package io.cleansight.query.faces;

import io.cleansight.event.Box;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;

/** Makes heads unrecognisable: each box is drawn anew from a few of its pixels. */
@ThreadSafe
public final class Blur {
  /** A head is left with so many pixels across. */
  private static final int GRAIN = 6;

  /** So many is a picture left with of which nobody knows where the heads are. */
  private static final int GRAIN_OF_ALL = 16;

  /** As for frames. */
  private static final long MOST_PIXELS = 16_000_000;

  /** A box is drawn around what a model found of a head; a little more is hidden. */
  private static final double MARGIN = 0.15;

  private Blur() {}

  /**
   * The picture as a JPEG with those heads hidden.
   *
   * @param heads null: nobody knows where they are, so all of it is hidden
   */
  public static byte[] over(byte[] jpeg, @Nullable List<Box> heads) {
    try {
      BufferedImage picture = read(jpeg);
      if (heads == null) {
        hide(picture, 0, 0, picture.getWidth(), picture.getHeight(), GRAIN_OF_ALL);
      } else {
        heads.forEach(head -> hide(picture, head));
      }
      var out = new ByteArrayOutputStream(jpeg.length);
      ImageIO.write(picture, "jpg", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty one for what claims to be so large that it is not decoded. */
  private static BufferedImage read(byte[] jpeg) throws IOException {
    try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(jpeg))) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
      try {
        reader.setInput(input, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        return pixels > MOST_PIXELS
            ? new BufferedImage(GRAIN_OF_ALL, GRAIN_OF_ALL, BufferedImage.TYPE_INT_RGB)
            : reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  private static void hide(BufferedImage picture, Box head) {
    int left =
        clamp((head.getX() - MARGIN * head.getWidth()) * picture.getWidth(), picture.getWidth());
    int top =
        clamp((head.getY() - MARGIN * head.getHeight()) * picture.getHeight(), picture.getHeight());
    int right =
        clamp(
            (head.getX() + (1 + MARGIN) * head.getWidth()) * picture.getWidth(),
            picture.getWidth());
    int bottom =
        clamp(
            (head.getY() + (1 + MARGIN) * head.getHeight()) * picture.getHeight(),
            picture.getHeight());
    hide(picture, left, top, right - left, bottom - top, GRAIN);
  }

  private static void hide(
      BufferedImage picture, int left, int top, int width, int height, int grain) {
    if (width < 1 || height < 1) {
      return;
    }
    var small = new BufferedImage(grain, grain, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < grain; row++) {
      for (int column = 0; column < grain; column++) {
        small.setRGB(
            column,
            row,
            mean(
                picture,
                left + column * width / grain,
                top + row * height / grain,
                left + Math.max(column * width / grain + 1, (column + 1) * width / grain),
                top + Math.max(row * height / grain + 1, (row + 1) * height / grain)));
      }
    }
    draw(picture, small, left, top, width, height);
  }

  /** Of every point, so that none of them shows. */
  private static int mean(BufferedImage picture, int left, int top, int right, int bottom) {
    long red = 0;
    long green = 0;
    long blue = 0;
    int points = 0;
    for (int y = top; y < Math.min(bottom, picture.getHeight()); y++) {
      for (int x = left; x < Math.min(right, picture.getWidth()); x++) {
        int point = picture.getRGB(x, y);
        red += point >> 16 & 0xff;
        green += point >> 8 & 0xff;
        blue += point & 0xff;
        points++;
      }
    }
    int all = Math.max(1, points);
    return (int) (red / all) << 16 | (int) (green / all) << 8 | (int) (blue / all);
  }

  private static void draw(
      BufferedImage on, BufferedImage what, int x, int y, int width, int height) {
    Graphics2D pen = on.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(what, x, y, width, height, null);
    pen.dispose();
  }

  private static int clamp(double value, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(value)));
  }
}
