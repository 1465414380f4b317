package io.cleansight.video.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive of the classes of a contained program as they are once loaded and linked (Java's AOT
 * cache), with which it starts with about a third less CPU. Whoever could write it could have every
 * process that starts later do what they like: it belongs into an image, or wherever else neither a
 * service nor what it starts can write, and is made there when that is built. Java leaves one aside
 * that was made of other jars.
 */
public final class ClassArchive {
  /** System property: where it is; absent, or there is none there: programs start without. */
  public static final String PROPERTY = "cleansight.decoder.archive";

  private static final long PATIENCE_SECONDS = 120;

  private ClassArchive() {}

  /** What uses it, of Java's options. */
  static List<String> options() {
    return Stream.ofNullable(System.getProperty(PROPERTY))
        .map(Path::of)
        .filter(Files::isReadable)
        .map(it -> "-XX:AOTCache=" + it)
        .toList();
  }

  /**
   * The class path of a program: ours, which may be written relative to where we were started. With
   * an archive the jars alone and in order, as an archive knows nothing else.
   */
  static String classPath() {
    return (options().isEmpty() ? ours() : jars()).collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Makes one, by running a program that does what is to be quick later.
   *
   * @param program whose main is run; it ends by itself
   * @throws IOException if it is not made
   */
  public static void make(Path archive, Class<?> program) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(ContainedProcesses.java());
    command.addAll(ContainedProcesses.SHAPE);
    command.add("-XX:AOTCacheOutput=" + archive.toAbsolutePath());
    command.add(program.getName());
    var builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("CLASSPATH", jars().collect(Collectors.joining(File.pathSeparator)));
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0 || !Files.isReadable(archive)) {
      throw new IOException(archive + " was not made, status " + process.exitValue());
    }
  }

  private static Stream<String> ours() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(it -> !it.isEmpty())
        .map(it -> Path.of(it).toAbsolutePath().normalize().toString());
  }

  private static Stream<String> jars() {
    return ours().filter(it -> it.endsWith(".jar")).sorted();
  }
}
