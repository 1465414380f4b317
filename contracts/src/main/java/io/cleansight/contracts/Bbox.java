package io.cleansight.contracts;

import io.cleansight.event.Box;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A box as users know it from tables and REST: an object with named fields, fractions of the frame.
 */
public final class Bbox {
  private Bbox() {}

  /** The fields in their usual order: x, y, width, height. */
  public static Map<String, Double> of(Box box) {
    var fields = new LinkedHashMap<String, Double>();
    fields.put("x", box.getX());
    fields.put("y", box.getY());
    fields.put("width", box.getWidth());
    fields.put("height", box.getHeight());
    return fields;
  }
}
