package io.cleansight.simulator;

import io.cleansight.simulator.Figure.Rectangle;
import io.cleansight.simulator.Visitor.Facing;
import io.cleansight.simulator.Visitor.Looks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/** Draws a neck, a face, and what is on the head. */
final class HeadPainter {
  private final Graphics2D pen;
  private final HairPainter hair;
  private final HairnetPainter hairnets;

  /**
   * The skull without hair or net.
   *
   * @param x its middle
   */
  record Skull(double x, double crown, double width, double height) {
    private static Skull of(Figure figure) {
      double height = figure.skull();
      double covered = figure.visitor().looks().bare() ? 0.04 : 0.12;
      double crown = figure.head().y() + covered * height;
      return new Skull(figure.x(), crown, height * 0.78, height);
    }
  }

  HeadPainter(Graphics2D pen) {
    this.pen = pen;
    this.hair = new HairPainter(pen);
    this.hairnets = new HairnetPainter(pen);
  }

  void draw(Figure figure) {
    Looks looks = figure.visitor().looks();
    Skull skull = Skull.of(figure);
    drawNeck(looks, skull);
    if (looks.longHair() && looks.bare()) {
      drawLongHair(figure, skull);
    }
    drawSkull(looks, skull);
    if (figure.facing() != Facing.BACK) {
      drawFace(figure.facing(), skull);
    }
    if (looks.bare()) {
      hair.draw(figure, skull);
    } else {
      hairnets.draw(figure, skull);
    }
  }

  private void drawNeck(Looks looks, Skull skull) {
    pen.setColor(Shade.darker(looks.skin(), 0.85));
    pen.fill(
        new Rectangle2D.Double(
            skull.x - skull.width * 0.2,
            skull.crown + skull.height * 0.8,
            skull.width * 0.4,
            skull.height * 0.35));
  }

  /** On the shoulders, behind the face. */
  private void drawLongHair(Figure figure, Skull skull) {
    Rectangle head = figure.head();
    pen.setColor(Shade.darker(figure.visitor().looks().hair(), 0.9));
    pen.fill(
        new RoundRectangle2D.Double(
            head.x(),
            head.y() + skull.height * 0.25,
            head.width(),
            head.height() - skull.height * 0.25,
            skull.width,
            skull.height * 0.5));
  }

  private void drawSkull(Looks looks, Skull skull) {
    pen.setPaint(
        new RadialGradientPaint(
            (float) (skull.x - skull.width * 0.1),
            (float) (skull.crown + skull.height * 0.4),
            (float) skull.height,
            new float[] {0, 1},
            new Color[] {looks.skin(), Shade.darker(looks.skin(), 0.6)}));
    pen.fill(
        new Ellipse2D.Double(skull.x - skull.width / 2, skull.crown, skull.width, skull.height));
  }

  private void drawFace(Facing facing, Skull skull) {
    double turn = facing.turn() * skull.width * 0.26;
    pen.setColor(new Color(0x2A2320));
    for (int side : new int[] {-1, 1}) {
      boolean hidden = facing.isSideways() && side != (int) Math.signum(turn);
      if (!hidden) {
        drawEye(skull.x + turn + side * skull.width * 0.19, skull);
      }
    }
    drawMouth(skull.x + turn, skull);
  }

  private void drawEye(double x, Skull skull) {
    double eye = Math.max(1.2, skull.height * 0.06);
    pen.fill(new Ellipse2D.Double(x - eye / 2, skull.crown + skull.height * 0.50, eye, eye));
  }

  private void drawMouth(double x, Skull skull) {
    pen.setColor(new Color(150, 80, 70));
    pen.setStroke(new BasicStroke((float) Math.max(1, skull.height * 0.035)));
    pen.draw(
        new Arc2D.Double(
            x - skull.width * 0.14,
            skull.crown + skull.height * 0.68,
            skull.width * 0.28,
            skull.height * 0.12,
            190,
            160,
            Arc2D.OPEN));
  }
}
