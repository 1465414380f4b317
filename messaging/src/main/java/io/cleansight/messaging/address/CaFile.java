package io.cleansight.messaging.address;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A setting that may name a PEM file of whom certificates are signed by. */
public final class CaFile {
  private CaFile() {}

  /**
   * The file that is named; null if none is.
   *
   * @param setting its name, for people
   * @throws IllegalArgumentException if it cannot be read
   */
  public static @Nullable Path named(String setting, @Nullable Path value) {
    if (value == null || value.toString().isBlank()) {
      return null;
    }
    if (!value.toFile().canRead()) {
      throw new IllegalArgumentException(setting + ": " + value + " is no file");
    }
    return value;
  }
}
