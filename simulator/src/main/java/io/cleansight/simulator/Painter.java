package io.cleansight.simulator;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import java.util.SplittableRandom;
import net.jcip.annotations.NotThreadSafe;

/**
 * Draws the kitchen and who is in it. For one thread; the picture is drawn over by the next.
 * Nothing in a picture depends on the pictures before it.
 */
@NotThreadSafe
final class Painter {
  private final int width;
  private final int height;
  private final Light light;
  private final BufferedImage room;
  private final BufferedImage canvas;

  Painter(long seed, int width, int height) {
    this.width = width;
    this.height = height;
    var random = new SplittableRandom(seed ^ 0x5CE7E);
    this.light = new Light(random, seed, width);
    this.room = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    this.canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = pen(room);
    new RoomPainter(pen, width, height).draw();
    new EquipmentPainter(pen, width, height).drawAlongTheWall(random);
    pen.dispose();
  }

  /**
   * The picture at that moment.
   *
   * @param figures farthest first
   * @return 0xRRGGBB, row by row; drawn over by the next call
   */
  int[] paint(List<Figure> figures, double second, long number) {
    Graphics2D pen = pen(canvas);
    pen.drawImage(room, 0, 0, null);
    drawByDepth(pen, figures);
    pen.dispose();
    int[] pixels = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
    light.expose(pixels, second, number);
    return pixels;
  }

  /** What is nearer is drawn over what is farther: people, the table, the pillar. */
  private void drawByDepth(Graphics2D pen, List<Figure> figures) {
    var equipment = new EquipmentPainter(pen, width, height);
    var people = new FigurePainter(pen);
    double drawnTo = Double.NEGATIVE_INFINITY;
    for (var figure : figures) {
      equipment.drawBetween(drawnTo, figure.depth());
      people.draw(figure);
      drawnTo = figure.depth();
    }
    equipment.drawBetween(drawnTo, Double.POSITIVE_INFINITY);
  }

  private static Graphics2D pen(BufferedImage on) {
    Graphics2D pen = on.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return pen;
  }
}
