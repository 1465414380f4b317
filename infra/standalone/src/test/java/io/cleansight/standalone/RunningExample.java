package io.cleansight.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A program under examples/, as a person would start it; what it prints is kept. */
final class RunningExample implements AutoCloseable {
  private final Process process;
  private final Path printed;

  private RunningExample(Process process, Path printed) {
    this.process = process;
    this.printed = printed;
  }

  /**
   * Starts it in the project's folder.
   *
   * @param printed a file for what it prints; what it complains of goes beside it
   */
  static RunningExample start(Path printed, Map<String, String> environment, String... command)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(Launched.HOME.toFile());
    builder.environment().putAll(environment);
    builder.redirectOutput(printed.toFile());
    builder.redirectError(printed.resolveSibling(printed.getFileName() + ".err").toFile());
    return new RunningExample(builder.start(), printed);
  }

  /** The command that runs a Java program with the libraries of a module. */
  static String[] java(String module, String program, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-cp", "%1$s/target/*:%1$s/target/lib/*".formatted(module), program));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  /** Whether a command is there and does what it says. */
  static boolean succeeds(Path folder, String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor()
        == 0;
  }

  List<String> lines() throws IOException {
    return Files.readAllLines(printed);
  }

  /** The first word of each line. */
  Set<String> ids() throws IOException {
    var ids = new TreeSet<String>();
    lines().forEach(it -> ids.add(it.split(" ", 2)[0]));
    return ids;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Has ended by itself and well. */
  boolean isDone() {
    return !process.isAlive() && process.exitValue() == 0;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
