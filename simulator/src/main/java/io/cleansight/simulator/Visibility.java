package io.cleansight.simulator;

import io.cleansight.simulator.Figure.Rectangle;
import java.util.List;

/** How much of a head the camera sees, past other people, the pillar and the picture's edges. */
final class Visibility {
  /** Points of a head that are looked at, across and down. */
  private static final int SAMPLES = 7;

  private static final Rectangle PILLAR = Floor.pillar(Scene.WIDTH, Scene.HEIGHT);

  private Visibility() {}

  /**
   * The share of a figure's head that is in the picture and that nothing covers.
   *
   * @param nearer figures that may stand before it
   */
  static double of(Figure figure, List<Figure> nearer) {
    Rectangle head = figure.head();
    int seen = 0;
    for (int i = 0; i < SAMPLES; i++) {
      for (int j = 0; j < SAMPLES; j++) {
        double x = head.x() + (i + 0.5) * head.width() / SAMPLES;
        double y = head.y() + (j + 0.5) * head.height() / SAMPLES;
        if (isInView(figure, x, y) && nearer.stream().noneMatch(it -> it.covers(x, y))) {
          seen++;
        }
      }
    }
    return seen / (double) (SAMPLES * SAMPLES);
  }

  private static boolean isInView(Figure figure, double x, double y) {
    boolean inPicture = x >= 0 && x < Scene.WIDTH && y >= 0 && y < Scene.HEIGHT;
    boolean behindPillar = figure.depth() <= Floor.PILLAR_DEPTH && PILLAR.contains(x, y);
    return inPicture && !behindPillar;
  }
}
