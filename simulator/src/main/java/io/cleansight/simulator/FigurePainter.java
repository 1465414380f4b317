package io.cleansight.simulator;

import io.cleansight.simulator.Visitor.Doing;
import io.cleansight.simulator.Visitor.Facing;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** Draws a person from the shadow up. */
final class FigurePainter {
  private static final int[] SIDES = {-1, 1};

  private final Graphics2D pen;
  private final HeadPainter heads;

  FigurePainter(Graphics2D pen) {
    this.pen = pen;
    this.heads = new HeadPainter(pen);
  }

  void draw(Figure figure) {
    double tall = figure.height();
    double shoulder = figure.foot() - tall + figure.skull() * 1.12;
    double hip = figure.foot() - tall * 0.46;
    double broad = tall * (figure.facing().isSideways() ? 0.085 : 0.125);
    drawShadow(figure);
    drawLegs(figure, hip);
    drawCoat(figure, shoulder, hip, broad);
    drawArms(figure, shoulder, broad);
    heads.draw(figure);
  }

  private void drawShadow(Figure figure) {
    double tall = figure.height();
    pen.setColor(new Color(0, 0, 0, 60));
    pen.fill(
        new Ellipse2D.Double(
            figure.x() - tall * 0.15, figure.foot() - tall * 0.03, tall * 0.3, tall * 0.06));
  }

  private void drawLegs(Figure figure, double hip) {
    double tall = figure.height();
    double x = figure.x();
    double step = tall * 0.075 * figure.stride();
    double ankle = figure.foot() - tall * 0.02;
    pen.setStroke(limb(tall * 0.062));
    pen.setColor(figure.visitor().looks().trousers());
    pen.draw(new Line2D.Double(x - tall * 0.035, hip, x - tall * 0.04 + step, ankle));
    pen.draw(new Line2D.Double(x + tall * 0.035, hip, x + tall * 0.04 - step, ankle));
  }

  private void drawCoat(Figure figure, double shoulder, double hip, double broad) {
    double tall = figure.height();
    double x = figure.x();
    Color colour = figure.visitor().looks().coat();
    var coat = new Path2D.Double();
    coat.moveTo(x - broad, shoulder + tall * 0.03);
    coat.quadTo(x, shoulder - tall * 0.045, x + broad, shoulder + tall * 0.03);
    coat.lineTo(x + broad * 1.04, hip + tall * 0.10);
    coat.lineTo(x - broad * 1.04, hip + tall * 0.10);
    coat.closePath();
    float left = (float) (x - broad);
    float right = (float) (x + broad);
    pen.setPaint(new GradientPaint(left, 0, colour, right, 0, Shade.darker(colour, 0.78)));
    pen.fill(coat);
  }

  private void drawArms(Figure figure, double shoulder, double broad) {
    double tall = figure.height();
    double x = figure.x();
    boolean busy = figure.doing() != Doing.WALKING;
    double handY = shoulder + tall * (busy ? 0.22 : 0.34);
    double swing = busy ? 0 : tall * 0.05 * figure.stride();
    double inward = busy ? broad * 0.55 : broad * 1.12;
    pen.setStroke(limb(tall * 0.05));
    pen.setColor(Shade.darker(figure.visitor().looks().coat(), 0.86));
    for (int side : SIDES) {
      var arm = new Path2D.Double();
      arm.moveTo(x + side * broad * 0.96, shoulder + tall * 0.05);
      arm.lineTo(x + side * broad * 1.18, shoulder + tall * 0.19);
      arm.lineTo(x + side * inward + side * swing, handY);
      pen.draw(arm);
    }
    if (figure.facing() != Facing.BACK) {
      for (int side : SIDES) {
        drawHand(figure, x + side * inward + side * swing, handY);
      }
    }
  }

  private void drawHand(Figure figure, double x, double y) {
    double r = figure.height() * 0.024;
    pen.setColor(figure.visitor().looks().skin());
    pen.fill(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
  }

  private static BasicStroke limb(double thickness) {
    return new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
