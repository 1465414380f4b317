package io.cleansight.simulator;

import io.cleansight.simulator.Figure.Rectangle;
import io.cleansight.simulator.HeadPainter.Skull;
import io.cleansight.simulator.Visitor.Facing;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Draws a bouffant cap: wider than the head, gathered by a band, its mesh letting the hair through.
 */
final class HairnetPainter {
  /** What hairnets come in. */
  static final List<Color> COLOURS =
      List.of(
          new Color(0xF4F6F8),
          new Color(0xA9D3EE),
          new Color(0x6FB1E2),
          new Color(0xB9E3C6),
          new Color(0xF0C4D4),
          new Color(0xE9E7D8));

  private final Graphics2D pen;

  HairnetPainter(Graphics2D pen) {
    this.pen = pen;
  }

  void draw(Figure figure, Skull skull) {
    Color colour = COLOURS.get(figure.visitor().looks().hairnet());
    Rectangle head = figure.head();
    double bottom = skull.crown() + skull.height() * (figure.facing() == Facing.BACK ? 0.86 : 0.42);
    Area net = outline(head, bottom);
    pen.setColor(figure.visitor().looks().hair());
    pen.fill(net);
    pen.setPaint(fabric(colour, figure.x(), head, bottom));
    pen.fill(net);
    Shape clip = pen.getClip();
    pen.clip(net);
    pen.setColor(Shade.translucent(Shade.darker(colour, 0.66), 120));
    drawMesh(head, Math.max(3, skull.height() * 0.12));
    pen.setClip(clip);
    pen.setColor(Shade.darker(colour, 0.7));
    drawBand(head, bottom, Math.max(1, skull.height() * 0.05));
  }

  private static Area outline(Rectangle head, double bottom) {
    Area net =
        new Area(
            new Ellipse2D.Double(head.x(), head.y(), head.width(), (bottom - head.y()) * 1.38));
    net.subtract(
        new Area(new Rectangle2D.Double(head.x() - 2, bottom, head.width() + 4, head.height())));
    return net;
  }

  private static RadialGradientPaint fabric(Color colour, double x, Rectangle head, double bottom) {
    return new RadialGradientPaint(
        (float) (x - head.width() * 0.12),
        (float) (head.y() + (bottom - head.y()) * 0.35),
        (float) (head.width() * 0.75),
        new float[] {0, 1},
        new Color[] {
          Shade.translucent(Shade.lighter(colour), 248),
          Shade.translucent(Shade.darker(colour, 0.80), 232)
        });
  }

  private void drawMesh(Rectangle head, double width) {
    pen.setStroke(new BasicStroke(0.8f));
    double top = head.y();
    double bottom = head.y() + head.height();
    for (double d = -head.width(); d < head.width() * 2; d += width) {
      double x = head.x() + d;
      pen.draw(new Line2D.Double(x, top, x + head.height() * 0.5, bottom));
      pen.draw(new Line2D.Double(x, top, x - head.height() * 0.5, bottom));
    }
  }

  private void drawBand(Rectangle head, double y, double thickness) {
    pen.setStroke(new BasicStroke((float) thickness));
    pen.draw(
        new Line2D.Double(head.x() + head.width() * 0.07, y, head.x() + head.width() * 0.93, y));
  }
}
