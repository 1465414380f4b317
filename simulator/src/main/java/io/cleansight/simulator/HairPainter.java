package io.cleansight.simulator;

import io.cleansight.simulator.Figure.Rectangle;
import io.cleansight.simulator.HeadPainter.Skull;
import io.cleansight.simulator.Visitor.Facing;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;

/** Draws the hair of a bare head. */
final class HairPainter {
  private final Graphics2D pen;

  HairPainter(Graphics2D pen) {
    this.pen = pen;
  }

  void draw(Figure figure, Skull skull) {
    Area hair = outline(figure, skull);
    Color colour = figure.visitor().looks().hair();
    pen.setPaint(
        new RadialGradientPaint(
            (float) (skull.x() - skull.width() * 0.15),
            (float) (skull.crown() + skull.height() * 0.15),
            (float) skull.height(),
            new float[] {0, 1},
            new Color[] {Shade.lighter(colour), colour}));
    pen.fill(hair);
    Shape clip = pen.getClip();
    pen.clip(hair);
    pen.setColor(Shade.darker(colour, 0.72));
    pen.setStroke(new BasicStroke(1));
    drawStrands(skull);
    pen.setClip(clip);
  }

  private static Area outline(Figure figure, Skull skull) {
    Rectangle head = figure.head();
    Facing facing = figure.facing();
    Area hair =
        new Area(new Ellipse2D.Double(head.x(), head.y(), head.width(), skull.height() * 1.04));
    if (facing == Facing.BACK) {
      hair.subtract(below(0.86, head, skull));
      return hair;
    }
    hair.subtract(face(facing, skull));
    if (!facing.isSideways()) {
      hair.subtract(below(0.62, head, skull));
    }
    return hair;
  }

  private static Area face(Facing facing, Skull skull) {
    double turn = facing.turn() * skull.width() * 0.34;
    return new Area(
        new Ellipse2D.Double(
            skull.x() - skull.width() * 0.43 + turn,
            skull.crown() + skull.height() * 0.27,
            skull.width() * 0.86,
            skull.height() * 0.86));
  }

  private static Area below(double share, Rectangle head, Skull skull) {
    double y = skull.crown() + skull.height() * share;
    return new Area(new Rectangle2D.Double(head.x(), y, head.width(), skull.height()));
  }

  private void drawStrands(Skull skull) {
    for (int strand = -4; strand <= 4; strand++) {
      pen.draw(
          new Arc2D.Double(
              skull.x() + strand * skull.width() * 0.10 - skull.width() * 0.3,
              skull.crown() - skull.height() * 0.1,
              skull.width() * 0.6,
              skull.height() * 1.3,
              60,
              90,
              Arc2D.OPEN));
    }
  }
}
