package io.cleansight.query.web;

import io.cleansight.contracts.CameraId;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks that several requests share. */
public final class Parameters {
  private static final Set<String> TIME_ZONES =
      ZoneId.getAvailableZoneIds().stream()
          .filter(it -> it.equals("UTC") || it.matches("(?!SystemV/)[A-Z][A-Za-z_]+/.+"))
          .collect(Collectors.toUnmodifiableSet());

  private Parameters() {}

  /** Those that {@link #timeZone} takes. */
  static Set<String> timeZones() {
    return TIME_ZONES;
  }

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

  /** A time zone by its name; offsets are none, as databases read them the other way round. */
  public static ZoneId timeZone(String name) {
    if (!TIME_ZONES.contains(name)) {
      throw new BadParameterException("time_zone", "UTC or a name like Asia/Shanghai");
    }
    return ZoneId.of(name);
  }

  /** A person's name, or null if none was asked for. */
  public static @Nullable String name(String field, @Nullable String name) {
    if (name != null && (name.isBlank() || name.length() > 100 || !Texts.isKept(name))) {
      throw new BadParameterException(
          field, "1 to 100 characters, none of them a control character");
    }
    return name;
  }
}
