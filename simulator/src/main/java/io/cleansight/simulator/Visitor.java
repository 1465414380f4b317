package io.cleansight.simulator;

import io.cleansight.simulator.Floor.Spot;
import java.awt.Color;
import java.util.List;

/**
 * One person's visit: who they are and where they are when.
 *
 * @param number within the scene, from 0
 * @param legs in order, without gaps; times in seconds since the scene began
 */
record Visitor(int number, Looks looks, List<Leg> legs) {

  Visitor {
    legs = List.copyOf(legs);
  }

  /** What a leg of a visit is for. */
  enum Doing {
    WALKING,
    WASHING,
    SANITISING,
    WORKING
  }

  /** Which side of a person the camera sees. */
  enum Facing {
    FRONT,
    BACK,
    LEFT,
    RIGHT;

    boolean isSideways() {
      return this == LEFT || this == RIGHT;
    }

    /** Where the face is turned: -1 to the left of the picture, 1 to its right, else 0. */
    double turn() {
      return switch (this) {
        case LEFT -> -1;
        case RIGHT -> 1;
        case FRONT, BACK -> 0;
      };
    }
  }

  /**
   * How a person looks.
   *
   * @param hairnet its colour index, or -1 for a bare head
   * @param longHair falls on the shoulders
   * @param tall of middling height 1
   */
  record Looks(
      Color skin,
      Color hair,
      boolean longHair,
      int hairnet,
      Color coat,
      Color trousers,
      double tall) {
    boolean bare() {
      return hairnet < 0;
    }
  }

  /** A stretch of a visit. */
  record Leg(Spot from, Spot to, double start, double end, Doing doing, Facing facing) {
    /** The leg of that second; the last one from its end on. */
    static Leg at(List<Leg> legs, double second) {
      return legs.stream().filter(leg -> second < leg.end()).findFirst().orElseGet(legs::getLast);
    }

    Spot at(double second) {
      double share = Math.clamp((second - start) / (end - start), 0, 1);
      return from.towards(to, share);
    }
  }

  double arrives() {
    return legs.getFirst().start();
  }

  double leaves() {
    return legs.getLast().end();
  }

  boolean isThere(double second) {
    return second >= arrives() && second < leaves();
  }

  Leg leg(double second) {
    return Leg.at(legs, second);
  }

  /** Seconds spent at it in all. */
  double seconds(Doing doing) {
    return legs.stream()
        .filter(leg -> leg.doing() == doing)
        .mapToDouble(leg -> leg.end() - leg.start())
        .sum();
  }
}
