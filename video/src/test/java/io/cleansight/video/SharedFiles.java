package io.cleansight.video;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that lie beside this checkout, and are not a part of it. */
public final class SharedFiles {
  private SharedFiles() {}

  /** Skips the test, saying so, where there is none. */
  public static void require(Path file) {
    assumeTrue(Files.exists(file), () -> "SKIPPED: no " + file + " beside this checkout");
  }
}
