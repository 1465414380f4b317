package io.cleansight.inference.model;

import java.util.List;

/**
 * One thing seen, in fractions of what was looked at.
 *
 * @param label what its class means to us
 * @param classIndex as the model numbers its classes
 * @param appearance how it looks, a vector of length 1; empty where nobody asked
 * @param left of the left edge 0, of the right edge 1; so for the others
 */
public record Sighting(
    String label,
    int classIndex,
    float score,
    float left,
    float top,
    float right,
    float bottom,
    List<Float> appearance) {

  public Sighting {
    appearance = List.copyOf(appearance);
  }

  public Sighting(
      String label, int classIndex, float score, float left, float top, float right, float bottom) {
    this(label, classIndex, score, left, top, right, bottom, List.of());
  }

  /** The same, with how it looks. */
  public Sighting looking(List<Float> now) {
    return new Sighting(label, classIndex, score, left, top, right, bottom, now);
  }

  /** Intersection over union. */
  public float overlap(Sighting other) {
    float common = common(other);
    return common <= 0 ? 0 : common / (area() + other.area() - common);
  }

  /** The same, as seen in a larger picture of which this was looked at. */
  public Sighting within(Crop crop) {
    return new Sighting(
        label,
        classIndex,
        score,
        (float) (crop.left() + left * crop.width()),
        (float) (crop.top() + top * crop.height()),
        (float) (crop.left() + right * crop.width()),
        (float) (crop.top() + bottom * crop.height()),
        appearance);
  }

  private float common(Sighting other) {
    float width = Math.min(right, other.right) - Math.max(left, other.left);
    float height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    return width <= 0 || height <= 0 ? 0 : width * height;
  }

  private float area() {
    return (right - left) * (bottom - top);
  }
}
