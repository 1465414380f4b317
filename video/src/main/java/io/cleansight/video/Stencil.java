package io.cleansight.video;

import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/** Which pixels of a picture masks cover: each that a mask touches, be it at a corner. */
final class Stencil {
  private final int width;
  private final int height;
  private final BitSet[] rows;

  Stencil(List<Mask> masks, int width, int height) {
    this.width = width;
    this.height = height;
    this.rows = empty(height);
    masks.forEach(this::cover);
  }

  private Stencil(BitSet[] rows, int width) {
    this.width = width;
    this.height = rows.length;
    this.rows = rows;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** The pixels of a row that are covered. */
  BitSet row(int y) {
    return rows[y];
  }

  /**
   * Of a plane that has one sample for several pixels: each that stands for a covered one, too.
   *
   * @param across pixels of a row for a sample, as a power of two
   * @param down rows for a sample, likewise
   */
  Stencil shrunk(int across, int down) {
    if (across == 0 && down == 0) {
      return this;
    }
    BitSet[] fewer = empty(-(-height >> down));
    for (int y = 0; y < height; y++) {
      BitSet to = fewer[y >> down];
      rows[y].stream().forEach(x -> to.set(x >> across));
    }
    return new Stencil(fewer, -(-width >> across));
  }

  private static BitSet[] empty(int height) {
    var rows = new BitSet[height];
    for (int y = 0; y < height; y++) {
      rows[y] = new BitSet();
    }
    return rows;
  }

  private void cover(Mask mask) {
    for (int y = 0; y < height; y++) {
      coverInside(mask.corners(), y);
      for (int i = 0; i < mask.corners().size(); i++) {
        coverEdge(mask.corners().get(i), after(mask.corners(), i), y);
      }
    }
  }

  private static Mask.Corner after(List<Mask.Corner> corners, int i) {
    return corners.get((i + 1) % corners.size());
  }

  /**
   * What is inside on the row's middle line; of a polygon that crosses itself all that it winds
   * round.
   */
  private void coverInside(List<Mask.Corner> corners, int y) {
    double middle = y + 0.5;
    var turns = new TreeMap<Double, Integer>();
    for (int i = 0; i < corners.size(); i++) {
      double top = corners.get(i).y() * height;
      double bottom = after(corners, i).y() * height;
      if (top <= middle != bottom <= middle) {
        double x = at(corners.get(i), after(corners, i), middle);
        turns.merge(x, top <= middle ? 1 : -1, Integer::sum);
      }
    }
    int winding = 0;
    double from = 0;
    for (var turn : turns.entrySet()) {
      if (winding != 0) {
        set(y, from, turn.getKey());
      }
      winding += turn.getValue();
      from = turn.getKey();
    }
  }

  /** What the edge runs through. */
  private void coverEdge(Mask.Corner a, Mask.Corner b, int y) {
    double top = Math.max(y, Math.min(a.y(), b.y()) * height);
    double bottom = Math.min(y + 1.0, Math.max(a.y(), b.y()) * height);
    if (top > bottom) {
      return;
    }
    if (a.y() == b.y()) {
      set(y, Math.min(a.x(), b.x()) * width, Math.max(a.x(), b.x()) * width);
    } else {
      double first = at(a, b, top);
      double last = at(a, b, bottom);
      set(y, Math.min(first, last), Math.max(first, last));
    }
  }

  /** Where an edge that is not level is at that height, in pixels. */
  private double at(Mask.Corner a, Mask.Corner b, double y) {
    double part = (y - a.y() * height) / ((b.y() - a.y()) * height);
    return (a.x() + part * (b.x() - a.x())) * width;
  }

  private void set(int y, double from, double to) {
    int first = (int) Math.floor(Math.clamp(from, 0, width));
    int end = (int) Math.floor(Math.clamp(to, -1, width - 1.0)) + 1;
    if (first < end) {
      rows[y].set(first, end);
    }
  }
}
