package io.cleansight.inference.detect;

/**
 * One thing seen, in fractions of the frame.
 *
 * @param classIndex as the model numbers its classes
 * @param left of the frame's left edge 0, of its right edge 1; so for the others
 */
record Sighting(int classIndex, float score, float left, float top, float right, float bottom) {

  float overlap(Sighting other) {
    float width = Math.min(right, other.right) - Math.max(left, other.left);
    float height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    float common = width * height;
    return common / (area() + other.area() - common);
  }

  private float area() {
    return (right - left) * (bottom - top);
  }
}
