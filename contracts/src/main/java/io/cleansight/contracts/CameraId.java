package io.cleansight.contracts;

import java.util.regex.Pattern;

/** What a camera may be called: it is a Kafka key, a path segment and a file name. */
public final class CameraId {
  /** 1 to 64 letters, digits, dots, dashes and underscores; the first a letter or digit. */
  public static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private static final Pattern COMPILED = Pattern.compile(PATTERN);

  private CameraId() {}

  public static boolean isValid(String id) {
    return COMPILED.matcher(id).matches();
  }
}
