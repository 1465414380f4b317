package io.cleansight.query.violation;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Makes heads unrecognisable: each box is drawn anew from a few of its pixels. */
final class Blur {
  /** A head is left with so many pixels across. */
  private static final int GRAIN = 6;

  /** A box is drawn around what a model found of a head; a little more is hidden. */
  private static final double MARGIN = 0.15;

  private Blur() {}

  /** A box in fractions of the picture. */
  record Head(double x, double y, double width, double height) {}

  /** The picture as a JPEG with those heads hidden. */
  static byte[] over(byte[] jpeg, List<Head> heads) {
    try {
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(jpeg));
      if (picture == null) {
        throw new IOException("no picture");
      }
      heads.forEach(head -> hide(picture, head));
      var out = new ByteArrayOutputStream(jpeg.length);
      ImageIO.write(picture, "jpg", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void hide(BufferedImage picture, Head head) {
    int left = clamp((head.x() - MARGIN * head.width()) * picture.getWidth(), picture.getWidth());
    int top = clamp((head.y() - MARGIN * head.height()) * picture.getHeight(), picture.getHeight());
    int right =
        clamp((head.x() + (1 + MARGIN) * head.width()) * picture.getWidth(), picture.getWidth());
    int bottom =
        clamp((head.y() + (1 + MARGIN) * head.height()) * picture.getHeight(), picture.getHeight());
    int width = right - left;
    int height = bottom - top;
    if (width < 1 || height < 1) {
      return;
    }
    var small = new BufferedImage(GRAIN, GRAIN, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < GRAIN; row++) {
      for (int column = 0; column < GRAIN; column++) {
        small.setRGB(
            column,
            row,
            mean(
                picture,
                left + column * width / GRAIN,
                top + row * height / GRAIN,
                left + Math.max(column * width / GRAIN + 1, (column + 1) * width / GRAIN),
                top + Math.max(row * height / GRAIN + 1, (row + 1) * height / GRAIN)));
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
