package io.cleansight.simulator;

import io.cleansight.simulator.Floor.Spot;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** Draws the empty room: its far wall, its floor and its doors. */
final class RoomPainter {
  private static final Color WALL = new Color(0xC9D2D3);
  private static final Color FLOOR = new Color(0x9A8F84);

  private final Graphics2D pen;
  private final int width;
  private final int height;

  /** Where the far wall meets the floor. */
  private final double wall;

  RoomPainter(Graphics2D pen, int width, int height) {
    this.pen = pen;
    this.width = width;
    this.height = height;
    this.wall = Floor.y(0) * height - 0.03 * height;
  }

  void draw() {
    drawWall();
    drawFloor();
    drawDoor(0);
    drawDoor(width * 0.955);
  }

  private void drawWall() {
    pen.setPaint(new GradientPaint(0, 0, WALL.brighter(), 0, (float) wall, WALL));
    pen.fill(new Rectangle2D.Double(0, 0, width, wall));
    pen.setColor(new Color(0xB4BEC0));
    pen.setStroke(new BasicStroke(1));
    double tile = height / 15.0;
    for (double y = 0; y < wall; y += tile) {
      pen.draw(new Line2D.Double(0, y, width, y));
    }
    for (double x = 0; x < width; x += tile * 1.6) {
      pen.draw(new Line2D.Double(x, 0, x, wall));
    }
  }

  private void drawFloor() {
    pen.setPaint(new GradientPaint(0, (float) wall, FLOOR.darker(), 0, height, FLOOR.brighter()));
    pen.fill(new Rectangle2D.Double(0, wall, width, height - wall));
    pen.setColor(new Color(0x7C7268));
    for (double across = -1; across <= 2; across += 0.08) {
      double far = Floor.x(new Spot(across, 0)) * width;
      double near = Floor.x(new Spot(across, 1.1)) * width;
      pen.draw(new Line2D.Double(far, wall, near, height));
    }
    for (double depth = 0; depth < 1.2; depth += 0.11) {
      double y = Floor.y(depth) * height;
      pen.draw(new Line2D.Double(0, y, width, y));
    }
  }

  private void drawDoor(double x) {
    pen.setColor(new Color(0x54606A));
    pen.fill(new Rectangle2D.Double(x, wall - height * 0.40, width * 0.045, height * 0.40));
    pen.setColor(new Color(0x3A444C));
    pen.fill(new Rectangle2D.Double(x + 4, wall - height * 0.37, width * 0.045 - 8, height * 0.37));
  }
}
