package io.cleansight.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The project's own Java sources; nothing that is built or runs beside them. */
public final class Sources {
  public static final Path HOME = Launched.HOME;

  private Sources() {}

  /** Those of every module, of {@code src/main/java} or {@code src/test/java}. */
  public static List<Path> of(String folder) throws IOException {
    var sources = new ArrayList<Path>();
    for (Path root : List.of(Launched.HOME, Launched.HOME.resolve("infra"))) {
      for (Path module : within(root, 1)) {
        Path java = module.resolve(folder);
        if (Files.isDirectory(java)) {
          within(java, Integer.MAX_VALUE).stream()
              .filter(it -> it.toString().endsWith(".java"))
              .forEach(sources::add);
        }
      }
    }
    return sources;
  }

  /** The name of the class that a source is called after. */
  static String className(Path source) {
    String name = source.getFileName().toString();
    return name.substring(0, name.length() - ".java".length());
  }

  private static List<Path> within(Path folder, int depth) throws IOException {
    try (Stream<Path> paths = Files.walk(folder, depth)) {
      return paths.toList();
    }
  }
}
