package io.cleansight.inference.zone;

import io.cleansight.inference.detection.Point;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region of a camera's picture that means something, or a line to be crossed.
 *
 * @param corners three or more for a region, two for a line
 * @param dwell how long somebody must stay for it to count; for a line, nothing
 */
public record Zone(String id, String type, List<Point> corners, Duration dwell) {
  public Zone {
    corners = List.copyOf(corners);
    if (corners.size() < 2) {
      throw new IllegalArgumentException("zone " + id + " needs 2 corners or more: " + corners);
    }
  }

  boolean isLine() {
    return corners.size() == 2;
  }

  /**
   * Whether somebody there is in it, or has just crossed it from its left to its right.
   *
   * @param before where they were a frame ago, null if that is not known
   */
  boolean holds(@Nullable Point before, Point now) {
    return isLine() ? before != null && isCrossed(before, now) : contains(now);
  }

  private boolean contains(Point point) {
    var path = new Path2D.Double();
    path.moveTo(corners.getFirst().x(), corners.getFirst().y());
    corners.stream().skip(1).forEach(corner -> path.lineTo(corner.x(), corner.y()));
    path.closePath();
    return path.contains(point.x(), point.y());
  }

  private boolean isCrossed(Point before, Point now) {
    Point a = corners.get(0);
    Point b = corners.get(1);
    boolean meets =
        Line2D.linesIntersect(a.x(), a.y(), b.x(), b.y(), before.x(), before.y(), now.x(), now.y());
    // With y downwards, whoever is on the left of a towards b has a negative product.
    return meets && side(a, b, before) < 0 && side(a, b, now) >= 0;
  }

  private static double side(Point a, Point b, Point of) {
    return (b.x() - a.x()) * (of.y() - a.y()) - (b.y() - a.y()) * (of.x() - a.x());
  }
}
