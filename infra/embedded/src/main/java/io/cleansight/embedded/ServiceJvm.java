package io.cleansight.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service of this module as a process of its own, for tests that kill, freeze and thaw it. It
 * runs from what the build left in {@code target}: its jar and its libraries, and the tests'
 * classes before them where its main class is one of those.
 *
 * <p>Classes are shared by an archive (Java's CDS), which halves what a start costs: the first that
 * may end in peace makes it. It is that of {@code ./run}, as the jars are the same.
 */
public final class ServiceJvm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final boolean makesArchive;

  private ServiceJvm(Process process, boolean makesArchive) {
    this.process = process;
    this.makesArchive = makesArchive;
  }

  /**
   * Starts it; to be called with the module's directory as the working directory.
   *
   * @param module name of the module, which is that of its jar
   * @param log written anew
   * @param settings as on a command line
   */
  public static ServiceJvm start(String module, Class<?> main, Path log, List<String> settings)
      throws IOException {
    return start(Path.of(""), module, main.getName(), log, settings);
  }

  /**
   * Starts a service of another module, which was built before.
   *
   * @param folder of that module
   * @param main name of its main class
   */
  public static ServiceJvm start(
      Path folder, String module, String main, Path log, List<String> settings) throws IOException {
    return start(folder, module, main, log, settings, Map.of());
  }

  /**
   * The same with an environment.
   *
   * @param environment beside that of this process
   */
  public static ServiceJvm start(
      Path folder,
      String module,
      String main,
      Path log,
      List<String> settings,
      Map<String, String> environment)
      throws IOException {
    var service = new BuiltService(folder, module);
    List<String> command = service.java("384m");
    Path tests = service.target().resolve("test-classes");
    boolean isTest = Files.exists(tests.resolve(main.replace('.', '/') + ".class"));
    command.addAll(
        isTest // of folders there are no archives
            ? List.of("-cp", tests + ":" + service.classPath())
            : service.sharedClasses());
    command.add(main);
    command.addAll(settings);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ServiceJvm(builder.start(), !isTest && Files.notExists(service.classArchive()));
  }

  /** kill -9; it has ended when this returns. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Asks it to end, as an orchestrator does; see {@link #awaitEnd}. */
  public void terminate() {
    process.destroy();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * How it ended by itself.
   *
   * @throws IllegalStateException if it has not within that time
   */
  public int awaitEnd(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("still alive after " + patience);
    }
    return process.exitValue();
  }

  /** Ends it; the first of a build in peace, so that it makes the archive of its classes. */
  @Override
  public void close() {
    if (makesArchive) {
      terminate();
      try {
        process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    kill();
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill -" + name + " ended with " + code);
    }
  }
}
