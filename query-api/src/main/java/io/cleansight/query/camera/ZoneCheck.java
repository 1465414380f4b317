package io.cleansight.query.camera;

import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.event.Corner;
import io.cleansight.event.Zone;
import io.cleansight.query.web.BadParameterException;
import java.awt.geom.Line2D;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether zones can be told apart and enclose something. The page says the same before it sends
 * them ({@code zoneshape.js}).
 */
final class ZoneCheck {
  private static final int FEWEST = 3;
  private static final int OF_A_LINE = 2;

  private ZoneCheck() {}

  /**
   * The same zones.
   *
   * @param lines names of lines that the camera has; others come by the topic alone, as too few
   *     corners are mostly a slip
   * @throws BadParameterException naming the zone and what is wrong with it
   */
  static List<Zone> checked(List<Zone> zones, Set<String> lines) {
    var names = new HashSet<String>();
    for (Zone zone : zones) {
      String name = zone.getZoneId();
      if (!names.add(name.strip())) {
        throw new BadParameterException(
            "zones.zone_id", "another for each zone, not twice " + name);
      }
      int corners = zone.getCorners().size();
      boolean line =
          corners == OF_A_LINE && lines.contains(name) && !ZoneType.PRIVACY.is(zone.getType());
      if (corners < FEWEST && !line) {
        throw new BadParameterException(
            "zones.corners", "%d or more, not %d as of %s".formatted(FEWEST, corners, name));
      }
      if (!line && crosses(zone.getCorners())) {
        throw new BadParameterException(
            "zones.corners", "of edges that do not cross or touch, as those of " + name + " do");
      }
    }
    return zones;
  }

  /** Whether edges cross, or touch elsewhere than where one goes on in the next. */
  static boolean crosses(List<Corner> corners) {
    int count = corners.size();
    for (int i = 0; i < count; i++) {
      Corner a = corners.get(i);
      Corner b = corners.get((i + 1) % count);
      if (returns(a, b, corners.get((i + 2) % count))) {
        return true;
      }
      for (int j = i + 2; j < count - (i == 0 ? 1 : 0); j++) {
        Corner c = corners.get(j);
        Corner d = corners.get((j + 1) % count);
        if (Line2D.linesIntersect(
            a.getX(), a.getY(), b.getX(), b.getY(), c.getX(), c.getY(), d.getX(), d.getY())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether it goes from a to b and back over itself. */
  private static boolean returns(Corner a, Corner b, Corner c) {
    double toX = a.getX() - b.getX();
    double toY = a.getY() - b.getY();
    double onX = c.getX() - b.getX();
    double onY = c.getY() - b.getY();
    return toX * onY - toY * onX == 0 && toX * onX + toY * onY >= 0;
  }
}
