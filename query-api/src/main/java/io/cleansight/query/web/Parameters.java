package io.cleansight.query.web;

import io.cleansight.contracts.CameraId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that several requests share. */
public final class Parameters {
  private Parameters() {}

  /** The camera's id, or null if none was asked for. */
  public static @Nullable String camera(@Nullable String id) {
    if (id != null && !CameraId.isValid(id)) {
      throw new BadParameterException("camera_id", "1 to 64 letters, digits, '.', '_' or '-'");
    }
    return id;
  }

  /** The word, or null if none was asked for. */
  public static @Nullable String oneOf(String field, @Nullable String word, Set<String> allowed) {
    if (word != null && !allowed.contains(word)) {
      throw new BadParameterException(field, "one of " + new java.util.TreeSet<>(allowed));
    }
    return word;
  }

  /** A type of violation: an open set, so only its form is checked. */
  public static @Nullable String violationType(@Nullable String type) {
    if (type != null && !type.matches("[a-z][a-z_]{0,39}")) {
      throw new BadParameterException("violation_type", "1 to 40 small letters and '_'");
    }
    return type;
  }

  /** A person's name, or null if none was asked for. */
  public static @Nullable String name(String field, @Nullable String name) {
    if (name != null && (name.isBlank() || name.length() > 100 || name.indexOf('\0') >= 0)) {
      throw new BadParameterException(field, "1 to 100 characters without NUL");
    }
    return name;
  }
}
