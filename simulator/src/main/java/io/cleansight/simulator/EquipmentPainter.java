package io.cleansight.simulator;

import io.cleansight.simulator.Figure.Rectangle;
import io.cleansight.simulator.Floor.Spot;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.SplittableRandom;

/** Draws what stands in the room: along the wall, and, between people, the table and the pillar. */
final class EquipmentPainter {
  private final Graphics2D pen;
  private final int width;
  private final int height;

  EquipmentPainter(Graphics2D pen, int width, int height) {
    this.pen = pen;
    this.width = width;
    this.height = height;
  }

  /**
   * @param random decides what is on the shelves
   */
  void drawAlongTheWall(SplittableRandom random) {
    drawBasin();
    drawDispenser();
    for (int row = 0; row < 2; row++) {
      drawShelf(height * (0.14 + 0.14 * row), random);
    }
  }

  /** Draws what is in front of the one depth and not in front of the other. */
  void drawBetween(double far, double near) {
    if (far <= Floor.TABLE_DEPTH && near > Floor.TABLE_DEPTH) {
      drawTable();
    }
    if (far <= Floor.PILLAR_DEPTH && near > Floor.PILLAR_DEPTH) {
      drawPillar();
    }
  }

  private void drawBasin() {
    double x = Floor.x(new Spot(Floor.BASIN.across(), 0)) * width;
    drawMirror(x);
    double y = height * 0.36;
    pen.setPaint(vertical(y, new Color(0xE8ECEE), y + 40, new Color(0x9AA6AC)));
    pen.fill(new RoundRectangle2D.Double(x - width * 0.07, y, width * 0.14, height * 0.09, 14, 14));
    pen.setColor(new Color(0x6A767C));
    pen.fill(new Rectangle2D.Double(x - 3, y - height * 0.06, 6, height * 0.06));
    pen.fill(new Rectangle2D.Double(x - 3, y - height * 0.06, 20, 6));
  }

  private void drawMirror(double x) {
    var mirror =
        new Rectangle2D.Double(x - width * 0.05, height * 0.03, width * 0.10, height * 0.20);
    pen.setColor(new Color(0xDFE9EE));
    pen.fill(mirror);
    pen.setColor(new Color(0x8C9AA2));
    pen.setStroke(new BasicStroke(3));
    pen.draw(mirror);
  }

  private void drawDispenser() {
    double x = Floor.x(new Spot(Floor.SANITISER.across(), 0)) * width;
    pen.setColor(new Color(0xF2F4F5));
    pen.fill(new RoundRectangle2D.Double(x - 16, height * 0.25, 32, height * 0.11, 8, 8));
    pen.setColor(new Color(0x3C8DBC));
    pen.fill(new RoundRectangle2D.Double(x - 11, height * 0.27, 22, height * 0.05, 6, 6));
    pen.setColor(new Color(0x5A666C));
    pen.fill(new Rectangle2D.Double(x - 5, height * 0.36, 10, 9));
  }

  private void drawShelf(double y, SplittableRandom random) {
    pen.setColor(new Color(0x8A979D));
    pen.fill(new Rectangle2D.Double(width * 0.66, y, width * 0.26, 6));
    for (int i = 0; i < 8; i++) {
      double tall = height * random.nextDouble(0.03, 0.075);
      double x = width * (0.67 + 0.031 * i);
      pen.setColor(
          new Color(random.nextInt(110, 215), random.nextInt(110, 205), random.nextInt(100, 200)));
      pen.fill(new RoundRectangle2D.Double(x, y - tall, width * 0.024, tall, 6, 6));
    }
  }

  private void drawTable() {
    double left = Floor.x(new Spot(Floor.TABLE_LEFT, Floor.TABLE_DEPTH)) * width;
    double right = Floor.x(new Spot(Floor.TABLE_RIGHT, Floor.TABLE_DEPTH)) * width;
    double top = Floor.y(Floor.TABLE_DEPTH) * height - height * 0.20;
    drawSlab(left, right, top);
    pen.setColor(new Color(0x7E8A90));
    pen.fill(new Rectangle2D.Double(left, top + height * 0.075, 8, height * 0.16));
    pen.fill(new Rectangle2D.Double(right - 8, top + height * 0.075, 8, height * 0.16));
    pen.setColor(new Color(0xB4683C));
    pen.fill(new Ellipse2D.Double(left + 60, top + 10, 46, 16));
    pen.setColor(new Color(0x6E9A4C));
    pen.fill(new Ellipse2D.Double(left + 150, top + 12, 58, 18));
    pen.setColor(new Color(0xC8B45A));
    pen.fill(new Ellipse2D.Double(left + 250, top + 9, 40, 15));
  }

  private void drawSlab(double left, double right, double top) {
    pen.setPaint(vertical(top, new Color(0xDDE3E6), top + height * 0.07, new Color(0xA6B1B6)));
    var slab = new Path2D.Double();
    slab.moveTo(left + 14, top);
    slab.lineTo(right - 14, top);
    slab.lineTo(right + 8, top + height * 0.075);
    slab.lineTo(left - 8, top + height * 0.075);
    slab.closePath();
    pen.fill(slab);
  }

  private void drawPillar() {
    Rectangle pillar = Floor.pillar(width, height);
    float left = (float) pillar.x();
    float right = (float) (pillar.x() + pillar.width());
    pen.setPaint(new GradientPaint(left, 0, new Color(0xAEB6B8), right, 0, new Color(0x868F92)));
    pen.fill(new Rectangle2D.Double(pillar.x(), pillar.y(), pillar.width(), pillar.height()));
  }

  private static GradientPaint vertical(double top, Color at, double bottom, Color to) {
    return new GradientPaint(0, (float) top, at, 0, (float) bottom, to);
  }
}
