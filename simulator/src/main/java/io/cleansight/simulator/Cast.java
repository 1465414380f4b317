package io.cleansight.simulator;

import io.cleansight.simulator.Floor.Spot;
import io.cleansight.simulator.Visitor.Doing;
import io.cleansight.simulator.Visitor.Facing;
import io.cleansight.simulator.Visitor.Leg;
import io.cleansight.simulator.Visitor.Looks;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Who visits the kitchen in one shift, and what they do there. The same seed gives the same people.
 * Nobody shares a basin, a dispenser or a place at the table, and everybody has left before the
 * shift ends.
 */
final class Cast {
  private static final int MOST_AT_ONCE = 5;
  private static final double WALK_PER_SECOND = 0.24;
  private static final double LAST_EXIT_BEFORE_END = 1.5;
  private static final double NO_NET = 0.35;
  private static final double NO_WASH = 0.2;
  private static final double SHORT_WASH = 0.2;
  private static final double NO_SANITISE = 0.2;

  private static final Color[] SKINS = {
    new Color(0xF0C8A8),
    new Color(0xE0AC84),
    new Color(0xC68A5E),
    new Color(0x9A6440),
    new Color(0x6E452C),
    new Color(0xF6D8C0),
  };
  private static final Color[] HAIRS = {
    new Color(0x1C1714), new Color(0x3A2A1E), new Color(0x5E4026), new Color(0x8A6238),
    new Color(0xC49A58), new Color(0x8C8984), new Color(0x7A3520), new Color(0x26262E),
  };
  private static final Color[] COATS = {
    new Color(0xEFF1F2),
    new Color(0xE4ECF2),
    new Color(0x8FB4D8),
    new Color(0xA8CBB0),
    new Color(0x3E4A5C),
    new Color(0xD8D2C4),
  };
  private static final Color[] TROUSERS = {
    new Color(0x2C3240), new Color(0xE0E3E6), new Color(0x44505E), new Color(0x22252A),
  };

  private Cast() {}

  /** Everybody of a shift of that many seconds, in the order of arrival. */
  static List<Visitor> of(SplittableRandom random, double seconds) {
    var visitors = new ArrayList<Visitor>();
    double earliest = 0.5 + random.nextDouble(1.5);
    while (true) {
      Looks looks = looks(random);
      List<Stay> stays = stays(random);
      double lane = 0.36 + random.nextDouble(0.22);
      double arrives = earliest;
      List<Leg> legs = legs(stays, lane, arrives);
      while (legs.getLast().end() < seconds && isInTheWay(legs, visitors)) {
        arrives += 0.5;
        legs = legs(stays, lane, arrives);
      }
      if (legs.getLast().end() > seconds - LAST_EXIT_BEFORE_END) {
        return List.copyOf(visitors);
      }
      visitors.add(new Visitor(visitors.size(), looks, legs));
      earliest = arrives + 3 + random.nextDouble(9);
    }
  }

  /** Somewhere to be for a while. */
  private record Stay(Spot spot, double seconds, Doing doing, Facing facing) {}

  private static List<Stay> stays(SplittableRandom random) {
    var stays = new ArrayList<Stay>();
    washing(random).ifPresent(stays::add);
    if (random.nextDouble() >= NO_SANITISE) {
      stays.add(
          new Stay(Floor.SANITISER, 4.5 + random.nextDouble(3), Doing.SANITISING, Facing.BACK));
    }
    int stations = 1 + random.nextInt(2);
    int first = random.nextInt(Floor.STATIONS.length);
    for (int i = 0; i < stations; i++) {
      stays.add(working(Floor.STATIONS[(first + 2 * i) % Floor.STATIONS.length], random));
    }
    return stays;
  }

  private static Optional<Stay> washing(SplittableRandom random) {
    double wash = random.nextDouble();
    if (wash < NO_WASH) {
      return Optional.empty();
    }
    double seconds =
        wash < NO_WASH + SHORT_WASH ? 5 + random.nextDouble(9) : 24 + random.nextDouble(10);
    return Optional.of(new Stay(Floor.BASIN, seconds, Doing.WASHING, Facing.BACK));
  }

  private static Stay working(Spot spot, SplittableRandom random) {
    Facing facing = spot.depth() < Floor.TABLE_DEPTH ? Facing.FRONT : Facing.BACK;
    return new Stay(spot, 8 + random.nextDouble(22), Doing.WORKING, facing);
  }

  private static List<Leg> legs(List<Stay> stays, double lane, double arrives) {
    var legs = new ArrayList<Leg>();
    var here = new Spot(Floor.DOOR.across(), lane);
    double now = arrives;
    for (var stay : stays) {
      now = walk(legs, here, stay.spot, lane, now);
      legs.add(new Leg(stay.spot, stay.spot, now, now + stay.seconds, stay.doing, stay.facing));
      here = stay.spot;
      now += stay.seconds;
    }
    walk(legs, here, new Spot(Floor.EXIT.across(), lane), lane, now);
    return legs;
  }

  /** By way of the lane between the wall and the table, never through the table. */
  private static double walk(List<Leg> legs, Spot from, Spot to, double lane, double start) {
    double now = start;
    Spot here = from;
    if (Math.abs(from.across() - to.across()) > 0.2) {
      double gate =
          Math.clamp(from.across() + 0.08 * Math.signum(to.across() - from.across()), 0, 1);
      boolean table = from.across() > Floor.PILLAR_RIGHT && from.depth() > Floor.TABLE_DEPTH;
      var onLane = new Spot(table ? from.across() : gate, table ? 0.62 : lane);
      now = step(legs, here, onLane, now);
      here = onLane;
      double approach = to.across() - 0.08 * Math.signum(to.across() - here.across());
      if (Math.abs(approach - here.across()) > 0.05) {
        boolean front = to.across() > Floor.PILLAR_RIGHT && to.depth() > Floor.TABLE_DEPTH;
        double depth = front ? Math.max(here.depth(), 0.62) : here.depth();
        var near = new Spot(approach, table ? 0.62 : depth);
        now = step(legs, here, near, now);
        here = near;
      }
    }
    return step(legs, here, to, now);
  }

  private static double step(List<Leg> legs, Spot from, Spot to, double start) {
    double seconds = Math.max(0.2, from.distance(to) / WALK_PER_SECOND);
    double sideways = to.across() - from.across();
    Facing facing;
    if (Math.abs(sideways) > 0.03) {
      facing = sideways > 0 ? Facing.RIGHT : Facing.LEFT;
    } else {
      facing = to.depth() > from.depth() ? Facing.FRONT : Facing.BACK;
    }
    legs.add(new Leg(from, to, start, start + seconds, Doing.WALKING, facing));
    return start + seconds;
  }

  private static boolean isInTheWay(List<Leg> legs, List<Visitor> others) {
    if (legs.stream().anyMatch(leg -> isTaken(leg, others))) {
      return true;
    }
    double leaves = legs.getLast().end();
    for (double second = legs.getFirst().start(); second < leaves; second += 1) {
      if (isFull(others, second) || walkTogether(legs, others, second)) {
        return true;
      }
    }
    return false;
  }

  /** Whether somebody else is at that place meanwhile, or just before or after. */
  private static boolean isTaken(Leg leg, List<Visitor> others) {
    return leg.doing() != Doing.WALKING
        && others.stream()
            .flatMap(other -> other.legs().stream())
            .filter(taken -> taken.doing() != Doing.WALKING && taken.to().equals(leg.to()))
            .anyMatch(taken -> leg.start() < taken.end() + 2.5 && taken.start() < leg.end() + 2.5);
  }

  private static boolean isFull(List<Visitor> others, double second) {
    return others.stream().filter(other -> other.isThere(second)).count() >= MOST_AT_ONCE;
  }

  /** People pass each other, but do not walk in each other's steps: no camera could part them. */
  private static boolean walkTogether(List<Leg> legs, List<Visitor> others, double second) {
    Spot mine = at(legs, second);
    Spot mineLater = at(legs, second + 1);
    return others.stream()
        .filter(other -> other.isThere(second) && other.isThere(second + 1))
        .anyMatch(
            other ->
                mine.distance(at(other.legs(), second)) < 0.12
                    && mineLater.distance(at(other.legs(), second + 1)) < 0.12);
  }

  private static Spot at(List<Leg> legs, double second) {
    return Leg.at(legs, second).at(second);
  }

  private static Looks looks(SplittableRandom random) {
    int hairnet = random.nextDouble() < NO_NET ? -1 : random.nextInt(HairnetPainter.COLOURS.size());
    return new Looks(
        one(random, SKINS),
        one(random, HAIRS),
        random.nextDouble() < 0.35,
        hairnet,
        one(random, COATS),
        one(random, TROUSERS),
        0.93 + random.nextDouble(0.14));
  }

  private static Color one(SplittableRandom random, Color[] of) {
    return of[random.nextInt(of.length)];
  }
}
