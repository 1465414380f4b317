package io.cleansight.simulator;

import io.cleansight.simulator.Figure.Rectangle;
import io.cleansight.simulator.Floor.Spot;
import io.cleansight.simulator.Visitor.Doing;
import io.cleansight.simulator.Visitor.Facing;
import io.cleansight.simulator.Visitor.Looks;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws the kitchen and who is in it. For one thread; the picture is drawn over by the next.
 * Nothing in a picture depends on the pictures before it.
 */
final class Painter {
  /** How many colours hairnets come in. */
  static final int HAIRNETS = 6;

  private static final Color[] NET_COLOURS = {
    new Color(0xF4F6F8),
    new Color(0xA9D3EE),
    new Color(0x6FB1E2),
    new Color(0xB9E3C6),
    new Color(0xF0C4D4),
    new Color(0xE9E7D8),
  };
  private static final int NOISE = 1 << 16;
  private static final double LIGHT_SWING = 0.13;

  private final int width;
  private final int height;
  private final SplittableRandom seeds;
  private final double lightPhase;
  private final double warmth;
  private final BufferedImage room;
  private final BufferedImage canvas;
  private final byte[] noise = new byte[NOISE];

  Painter(long seed, int width, int height) {
    this.width = width;
    this.height = height;
    this.seeds = new SplittableRandom(seed ^ 0x5CE7E);
    this.lightPhase = seeds.nextDouble(2 * Math.PI);
    this.warmth = seeds.nextDouble(-0.05, 0.05);
    double grain = seeds.nextDouble(2, 5);
    var gaussian = new java.util.Random(seed);
    for (int i = 0; i < NOISE; i++) {
      noise[i] = (byte) Math.clamp(Math.round(gaussian.nextGaussian() * grain), -20L, 20L);
    }
    this.room = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    this.canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = pen(room);
    drawRoom(pen);
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
    boolean table = false;
    boolean pillar = false;
    for (var figure : figures) {
      if (!table && figure.depth() > Floor.TABLE_DEPTH) {
        drawTable(pen);
        table = true;
      }
      if (!pillar && figure.depth() > Floor.PILLAR_DEPTH) {
        drawPillar(pen);
        pillar = true;
      }
      draw(pen, figure);
    }
    if (!table) {
      drawTable(pen);
    }
    if (!pillar) {
      drawPillar(pen);
    }
    pen.dispose();
    int[] pixels = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
    expose(pixels, light(second), number);
    return pixels;
  }

  /** Clouds pass slowly; now and then a lamp goes off for some seconds. */
  private double light(double second) {
    double clouds = 1 - LIGHT_SWING * (0.5 + 0.5 * Math.sin(second / 23 + lightPhase));
    boolean lampOff = Math.sin(second / 41 + 2 * lightPhase) > 0.93;
    return clouds * (lampOff ? 0.78 : 1);
  }

  private void expose(int[] pixels, double light, long number) {
    int[] red = curve(light * (1 + warmth));
    int[] green = curve(light);
    int[] blue = curve(light * (1 - warmth));
    int at = (int) ((number * 0x9E3779B97F4A7C15L) >>> 48);
    for (int i = 0; i < pixels.length; i++) {
      int pixel = pixels[i];
      at = (at + 7) & (NOISE - 1);
      int grain = noise[at];
      if (i % width == 0) {
        at = (at * 31 + 17) & (NOISE - 1);
      }
      pixels[i] =
          (bounded(red[(pixel >> 16) & 0xFF] + grain) << 16)
              | (bounded(green[(pixel >> 8) & 0xFF] + grain) << 8)
              | bounded(blue[pixel & 0xFF] + grain);
    }
  }

  private static int[] curve(double gain) {
    var curve = new int[256];
    for (int i = 0; i < curve.length; i++) {
      curve[i] = (int) Math.min(255, i * gain);
    }
    return curve;
  }

  private static int bounded(int value) {
    return Math.clamp(value, 0, 255);
  }

  private static Graphics2D pen(BufferedImage on) {
    Graphics2D pen = on.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return pen;
  }

  private void drawRoom(Graphics2D pen) {
    double wall = Floor.y(0) * height - 0.03 * height;
    var wallColour = new Color(0xC9D2D3);
    pen.setPaint(new GradientPaint(0, 0, wallColour.brighter(), 0, (float) wall, wallColour));
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
    var floor = new Color(0x9A8F84);
    pen.setPaint(new GradientPaint(0, (float) wall, floor.darker(), 0, height, floor.brighter()));
    pen.fill(new Rectangle2D.Double(0, wall, width, height - wall));
    pen.setColor(new Color(0x7C7268));
    for (double across = -1; across <= 2; across += 0.08) {
      pen.draw(
          new Line2D.Double(
              Floor.x(new Spot(across, 0)) * width,
              wall,
              Floor.x(new Spot(across, 1.1)) * width,
              height));
    }
    for (double depth = 0; depth < 1.2; depth += 0.11) {
      double y = Floor.y(depth) * height;
      pen.draw(new Line2D.Double(0, y, width, y));
    }
    drawDoor(pen, 0, wall);
    drawDoor(pen, width * 0.955, wall);
    drawBasin(pen);
    drawDispenser(pen);
    drawShelves(pen);
  }

  private void drawDoor(Graphics2D pen, double x, double wall) {
    pen.setColor(new Color(0x54606A));
    pen.fill(new Rectangle2D.Double(x, wall - height * 0.40, width * 0.045, height * 0.40));
    pen.setColor(new Color(0x3A444C));
    pen.fill(new Rectangle2D.Double(x + 4, wall - height * 0.37, width * 0.045 - 8, height * 0.37));
  }

  private void drawBasin(Graphics2D pen) {
    double x = Floor.x(new Spot(Floor.BASIN.across(), 0)) * width;
    double y = height * 0.36;
    pen.setColor(new Color(0xDFE9EE));
    pen.fill(new Rectangle2D.Double(x - width * 0.05, height * 0.03, width * 0.10, height * 0.20));
    pen.setColor(new Color(0x8C9AA2));
    pen.setStroke(new BasicStroke(3));
    pen.draw(new Rectangle2D.Double(x - width * 0.05, height * 0.03, width * 0.10, height * 0.20));
    pen.setPaint(
        new GradientPaint(
            0, (float) y, new Color(0xE8ECEE), 0, (float) (y + 40), new Color(0x9AA6AC)));
    pen.fill(new RoundRectangle2D.Double(x - width * 0.07, y, width * 0.14, height * 0.09, 14, 14));
    pen.setColor(new Color(0x6A767C));
    pen.fill(new Rectangle2D.Double(x - 3, y - height * 0.06, 6, height * 0.06));
    pen.fill(new Rectangle2D.Double(x - 3, y - height * 0.06, 20, 6));
  }

  private void drawDispenser(Graphics2D pen) {
    double x = Floor.x(new Spot(Floor.SANITISER.across(), 0)) * width;
    pen.setColor(new Color(0xF2F4F5));
    pen.fill(new RoundRectangle2D.Double(x - 16, height * 0.25, 32, height * 0.11, 8, 8));
    pen.setColor(new Color(0x3C8DBC));
    pen.fill(new RoundRectangle2D.Double(x - 11, height * 0.27, 22, height * 0.05, 6, 6));
    pen.setColor(new Color(0x5A666C));
    pen.fill(new Rectangle2D.Double(x - 5, height * 0.36, 10, 9));
  }

  private void drawShelves(Graphics2D pen) {
    for (int row = 0; row < 2; row++) {
      double y = height * (0.14 + 0.14 * row);
      pen.setColor(new Color(0x8A979D));
      pen.fill(new Rectangle2D.Double(width * 0.66, y, width * 0.26, 6));
      for (int i = 0; i < 8; i++) {
        double tall = height * seeds.nextDouble(0.03, 0.075);
        double x = width * (0.67 + 0.031 * i);
        pen.setColor(
            new Color(seeds.nextInt(110, 215), seeds.nextInt(110, 205), seeds.nextInt(100, 200)));
        pen.fill(new RoundRectangle2D.Double(x, y - tall, width * 0.024, tall, 6, 6));
      }
    }
  }

  private void drawTable(Graphics2D pen) {
    double left = Floor.x(new Spot(Floor.TABLE_LEFT, Floor.TABLE_DEPTH)) * width;
    double right = Floor.x(new Spot(Floor.TABLE_RIGHT, Floor.TABLE_DEPTH)) * width;
    double floor = Floor.y(Floor.TABLE_DEPTH) * height;
    double top = floor - height * 0.20;
    pen.setPaint(
        new GradientPaint(
            0,
            (float) top,
            new Color(0xDDE3E6),
            0,
            (float) (top + height * 0.07),
            new Color(0xA6B1B6)));
    var slab = new Path2D.Double();
    slab.moveTo(left + 14, top);
    slab.lineTo(right - 14, top);
    slab.lineTo(right + 8, top + height * 0.075);
    slab.lineTo(left - 8, top + height * 0.075);
    slab.closePath();
    pen.fill(slab);
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

  private void drawPillar(Graphics2D pen) {
    Rectangle pillar = pillar(width, height);
    pen.setPaint(
        new GradientPaint(
            (float) pillar.x(),
            0,
            new Color(0xAEB6B8),
            (float) (pillar.x() + pillar.width()),
            0,
            new Color(0x868F92)));
    pen.fill(new Rectangle2D.Double(pillar.x(), pillar.y(), pillar.width(), pillar.height()));
  }

  static Rectangle pillar(int width, int height) {
    double left = Floor.x(new Spot(Floor.PILLAR_LEFT, Floor.PILLAR_DEPTH)) * width;
    double right = Floor.x(new Spot(Floor.PILLAR_RIGHT, Floor.PILLAR_DEPTH)) * width;
    return new Rectangle(left, 0, right - left, Floor.y(Floor.PILLAR_DEPTH) * height);
  }

  private static void draw(Graphics2D pen, Figure figure) {
    Looks looks = figure.visitor().looks();
    double tall = figure.height();
    double x = figure.x();
    double foot = figure.foot();
    double skull = figure.skull();
    double shoulder = foot - tall + skull * 1.12;
    double hip = foot - tall * 0.46;
    double broad = tall * (sideways(figure.facing()) ? 0.085 : 0.125);

    pen.setColor(new Color(0, 0, 0, 60));
    pen.fill(new Ellipse2D.Double(x - tall * 0.15, foot - tall * 0.03, tall * 0.3, tall * 0.06));
    pen.setStroke(
        new BasicStroke((float) (tall * 0.062), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    pen.setColor(looks.trousers());
    double step = tall * 0.075 * figure.stride();
    pen.draw(new Line2D.Double(x - tall * 0.035, hip, x - tall * 0.04 + step, foot - tall * 0.02));
    pen.draw(new Line2D.Double(x + tall * 0.035, hip, x + tall * 0.04 - step, foot - tall * 0.02));

    var coat = new Path2D.Double();
    coat.moveTo(x - broad, shoulder + tall * 0.03);
    coat.quadTo(x, shoulder - tall * 0.045, x + broad, shoulder + tall * 0.03);
    coat.lineTo(x + broad * 1.04, hip + tall * 0.10);
    coat.lineTo(x - broad * 1.04, hip + tall * 0.10);
    coat.closePath();
    pen.setPaint(
        new GradientPaint(
            (float) (x - broad),
            0,
            looks.coat(),
            (float) (x + broad),
            0,
            darker(looks.coat(), 0.78)));
    pen.fill(coat);
    drawArms(pen, figure, shoulder, broad);
    drawNeckAndHead(pen, figure, skull);
  }

  private static void drawArms(Graphics2D pen, Figure figure, double shoulder, double broad) {
    double tall = figure.height();
    double x = figure.x();
    boolean busy = figure.doing() != Doing.WALKING;
    double handY = shoulder + tall * (busy ? 0.22 : 0.34);
    double swing = busy ? 0 : tall * 0.05 * figure.stride();
    double inward = busy ? broad * 0.55 : broad * 1.12;
    pen.setStroke(
        new BasicStroke((float) (tall * 0.05), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    pen.setColor(darker(figure.visitor().looks().coat(), 0.86));
    for (int side : new int[] {-1, 1}) {
      var arm = new Path2D.Double();
      arm.moveTo(x + side * broad * 0.96, shoulder + tall * 0.05);
      arm.lineTo(x + side * broad * 1.18, shoulder + tall * 0.19);
      arm.lineTo(x + side * inward + side * swing, handY);
      pen.draw(arm);
    }
    if (figure.facing() != Facing.BACK) {
      pen.setColor(figure.visitor().looks().skin());
      for (int side : new int[] {-1, 1}) {
        double r = tall * 0.024;
        pen.fill(
            new Ellipse2D.Double(x + side * inward + side * swing - r, handY - r, 2 * r, 2 * r));
      }
    }
  }

  private static void drawNeckAndHead(Graphics2D pen, Figure figure, double skull) {
    Looks looks = figure.visitor().looks();
    Rectangle head = figure.head();
    double x = figure.x();
    double crown = looks.bare() ? head.y() + 0.04 * skull : head.y() + 0.12 * skull;
    double wide = skull * 0.78;
    pen.setColor(darker(looks.skin(), 0.85));
    pen.fill(new Rectangle2D.Double(x - wide * 0.2, crown + skull * 0.8, wide * 0.4, skull * 0.35));
    boolean back = figure.facing() == Facing.BACK;
    if (looks.longHair() && looks.bare()) {
      pen.setColor(darker(looks.hair(), 0.9));
      pen.fill(
          new RoundRectangle2D.Double(
              head.x(),
              head.y() + skull * 0.25,
              head.width(),
              head.height() - skull * 0.25,
              wide,
              skull * 0.5));
    }
    var face = new Ellipse2D.Double(x - wide / 2, crown, wide, skull);
    pen.setPaint(
        new RadialGradientPaint(
            (float) (x - wide * 0.1),
            (float) (crown + skull * 0.4),
            (float) skull,
            new float[] {0, 1},
            new Color[] {looks.skin(), darker(looks.skin(), 0.6)}));
    pen.fill(face);
    if (!back) {
      drawFace(pen, figure.facing(), x, crown, wide, skull);
    }
    if (looks.bare()) {
      drawHair(pen, figure, x, crown, wide, skull);
    } else {
      drawNet(pen, figure, x, crown, skull);
    }
  }

  private static void drawFace(
      Graphics2D pen, Facing facing, double x, double crown, double wide, double skull) {
    double turn = shift(facing) * wide * 0.26;
    pen.setColor(new Color(0x2A2320));
    double eye = Math.max(1.2, skull * 0.06);
    double eyes = crown + skull * 0.50;
    for (int side : new int[] {-1, 1}) {
      boolean hidden = sideways(facing) && side != (int) Math.signum(turn);
      if (!hidden) {
        pen.fill(new Ellipse2D.Double(x + turn + side * wide * 0.19 - eye / 2, eyes, eye, eye));
      }
    }
    pen.setColor(new Color(150, 80, 70));
    pen.setStroke(new BasicStroke((float) Math.max(1, skull * 0.035)));
    pen.draw(
        new Arc2D.Double(
            x + turn - wide * 0.14,
            crown + skull * 0.68,
            wide * 0.28,
            skull * 0.12,
            190,
            160,
            Arc2D.OPEN));
  }

  private static void drawHair(
      Graphics2D pen, Figure figure, double x, double crown, double wide, double skull) {
    Looks looks = figure.visitor().looks();
    Rectangle head = figure.head();
    Area hair = new Area(new Ellipse2D.Double(head.x(), head.y(), head.width(), skull * 1.04));
    if (figure.facing() != Facing.BACK) {
      double turn = shift(figure.facing()) * wide * 0.34;
      hair.subtract(
          new Area(
              new Ellipse2D.Double(
                  x - wide * 0.43 + turn, crown + skull * 0.27, wide * 0.86, skull * 0.86)));
      if (!sideways(figure.facing())) {
        hair.subtract(
            new Area(new Rectangle2D.Double(head.x(), crown + skull * 0.62, head.width(), skull)));
      }
    } else {
      hair.subtract(
          new Area(new Rectangle2D.Double(head.x(), crown + skull * 0.86, head.width(), skull)));
    }
    pen.setPaint(
        new RadialGradientPaint(
            (float) (x - wide * 0.15),
            (float) (crown + skull * 0.15),
            (float) skull,
            new float[] {0, 1},
            new Color[] {lighter(looks.hair()), looks.hair()}));
    pen.fill(hair);
    Shape clip = pen.getClip();
    pen.clip(hair);
    pen.setColor(darker(looks.hair(), 0.72));
    pen.setStroke(new BasicStroke(1));
    for (int strand = -4; strand <= 4; strand++) {
      pen.draw(
          new Arc2D.Double(
              x + strand * wide * 0.10 - wide * 0.3,
              crown - skull * 0.1,
              wide * 0.6,
              skull * 1.3,
              60,
              90,
              Arc2D.OPEN));
    }
    pen.setClip(clip);
  }

  /** A bouffant cap: wider than the head, gathered by a band, its mesh letting the hair through. */
  private static void drawNet(Graphics2D pen, Figure figure, double x, double crown, double skull) {
    Looks looks = figure.visitor().looks();
    Rectangle head = figure.head();
    Color colour = NET_COLOURS[looks.hairnet()];
    double bottom = crown + skull * (figure.facing() == Facing.BACK ? 0.86 : 0.42);
    Area net =
        new Area(
            new Ellipse2D.Double(head.x(), head.y(), head.width(), (bottom - head.y()) * 1.38));
    net.subtract(
        new Area(new Rectangle2D.Double(head.x() - 2, bottom, head.width() + 4, head.height())));
    pen.setColor(looks.hair());
    pen.fill(net);
    pen.setPaint(
        new RadialGradientPaint(
            (float) (x - head.width() * 0.12),
            (float) (head.y() + (bottom - head.y()) * 0.35),
            (float) (head.width() * 0.75),
            new float[] {0, 1},
            new Color[] {alpha(lighter(colour), 248), alpha(darker(colour, 0.80), 232)}));
    pen.fill(net);
    Shape clip = pen.getClip();
    pen.clip(net);
    pen.setColor(alpha(darker(colour, 0.66), 120));
    pen.setStroke(new BasicStroke(0.8f));
    double mesh = Math.max(3, skull * 0.12);
    for (double d = -head.width(); d < head.width() * 2; d += mesh) {
      pen.draw(
          new Line2D.Double(
              head.x() + d,
              head.y(),
              head.x() + d + head.height() * 0.5,
              head.y() + head.height()));
      pen.draw(
          new Line2D.Double(
              head.x() + d,
              head.y(),
              head.x() + d - head.height() * 0.5,
              head.y() + head.height()));
    }
    pen.setClip(clip);
    pen.setColor(darker(colour, 0.7));
    pen.setStroke(new BasicStroke((float) Math.max(1, skull * 0.05)));
    pen.draw(
        new Line2D.Double(
            head.x() + head.width() * 0.07, bottom, head.x() + head.width() * 0.93, bottom));
  }

  private static boolean sideways(Facing facing) {
    return facing == Facing.LEFT || facing == Facing.RIGHT;
  }

  private static double shift(Facing facing) {
    return switch (facing) {
      case LEFT -> -1;
      case RIGHT -> 1;
      case FRONT, BACK -> 0;
    };
  }

  private static Color darker(Color colour, double factor) {
    return new Color(
        (int) (colour.getRed() * factor),
        (int) (colour.getGreen() * factor),
        (int) (colour.getBlue() * factor));
  }

  private static Color lighter(Color colour) {
    return new Color(
        Math.min(255, colour.getRed() + 22),
        Math.min(255, colour.getGreen() + 22),
        Math.min(255, colour.getBlue() + 22));
  }

  private static Color alpha(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }
}
