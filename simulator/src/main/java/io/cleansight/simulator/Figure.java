package io.cleansight.simulator;

import io.cleansight.simulator.Floor.Spot;
import io.cleansight.simulator.Visitor.Doing;
import io.cleansight.simulator.Visitor.Facing;
import io.cleansight.simulator.Visitor.Leg;

/**
 * A visitor at one moment as the camera sees them; lengths in pixels of the picture.
 *
 * @param x middle of the person
 * @param foot where they stand
 * @param height from foot to crown
 * @param stride -1..1, where in a step
 * @param head what belongs on the head: skin, hair, net
 */
record Figure(
    Visitor visitor,
    Doing doing,
    Facing facing,
    double depth,
    double x,
    double foot,
    double height,
    double stride,
    Rectangle head) {
  private static final double HEAD_TALL = 1 / 6.6;
  private static final double HEAD_WIDE = 0.78;
  private static final double NET_WIDER = 1.24;
  private static final double NET_TALLER = 1.12;
  private static final double HAIR_WIDER = 1.10;
  private static final double LONG_HAIR_TALLER = 1.30;

  /** Pixels, origin top left. */
  record Rectangle(double x, double y, double width, double height) {
    boolean contains(double px, double py) {
      return px >= x && px < x + width && py >= y && py < y + height;
    }
  }

  static Figure of(Visitor visitor, double second, int width, int height) {
    Leg leg = visitor.leg(second);
    Spot spot = leg.at(second);
    boolean walks = leg.doing() == Doing.WALKING;
    double stride = walks ? Math.sin(second * 7 + visitor.number()) : 0;
    double tall = Floor.height(spot.depth()) * visitor.looks().tall() * height;
    double bob = walks ? 0.008 * tall * Math.abs(Math.cos(second * 7 + visitor.number())) : 0;
    // Who stands and works sways a little and nods now and then.
    double sway = walks ? 0 : 0.010 * tall * Math.sin(second * 0.9 + visitor.number() * 2);
    double nod = walks ? 0 : 0.006 * tall * Math.sin(second * 1.7 + visitor.number());
    double x = Floor.x(spot) * width + sway;
    double foot = Floor.y(spot.depth()) * height;
    double crown = foot - tall - bob + nod;
    return new Figure(
        visitor,
        leg.doing(),
        leg.facing(),
        spot.depth(),
        x,
        foot,
        tall,
        stride,
        head(visitor, x, crown, tall));
  }

  /** Height of the bare skull. */
  double skull() {
    return height * HEAD_TALL;
  }

  private static Rectangle head(Visitor visitor, double x, double crown, double tall) {
    double skull = tall * HEAD_TALL;
    double wide = skull * HEAD_WIDE * (visitor.looks().bare() ? HAIR_WIDER : NET_WIDER);
    double taller = 1;
    if (!visitor.looks().bare()) {
      taller = NET_TALLER;
    } else if (visitor.looks().longHair()) {
      taller = LONG_HAIR_TALLER;
    }
    double above = visitor.looks().bare() ? 0.04 : NET_TALLER - 1;
    return new Rectangle(
        x - wide / 2,
        crown - above * skull,
        wide,
        skull * (taller + (visitor.looks().bare() ? 0.04 : 0)));
  }

  /** Whether this figure covers that point of the picture for whatever stands behind it. */
  boolean covers(double px, double py) {
    double shoulders = foot - height + skull() * 1.15;
    boolean body = py >= shoulders && py < foot && Math.abs(px - x) < height * 0.13;
    double dx = (px - head.x() - head.width() / 2) / (head.width() / 2);
    double dy = (py - head.y() - head.height() / 2) / (head.height() / 2);
    return body || dx * dx + dy * dy < 1;
  }
}
