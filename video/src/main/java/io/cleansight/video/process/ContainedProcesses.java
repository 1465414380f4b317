package io.cleansight.video.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Collectors;
import net.jcip.annotations.ThreadSafe;

/**
 * Starts programs of ours in processes of their own, each of which has none of our settings,
 * connections or files open, may take so much memory and no more, and is what the kernel kills
 * first when the machine has none left.
 */
@ThreadSafe
public final class ContainedProcesses implements AutoCloseable {
  /** Limits that a process gives itself before it becomes Java; the first argument is in KiB. */
  private static final String LIMITS =
      "{ echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null; ulimit -c 0; ulimit -v \"$0\" && exec \"$@\"";

  /** What a {@link ClassArchive} must be made with, too. */
  static final List<String> SHAPE =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED",
          "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
          "-Dorg.bytedeco.javacpp.maxBytes=0",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

  /** Small, quick to start, and silent: what it would write about a crash may hold an address. */
  private static final List<String> FLAGS =
      List.of(
          "-Xms8m",
          "-XX:ReservedCodeCacheSize=24m",
          "-XX:CompressedClassSpaceSize=32m",
          "-XX:MaxMetaspaceSize=64m",
          "-XX:-UsePerfData",
          "-Xlog:disable", // answers go where Java would say what it thinks of these flags
          "-XX:+DisplayVMOutputToStderr",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null",
          "-XX:+ExitOnOutOfMemoryError");

  private static final List<String> INHERITED =
      List.of("java.net.preferIPv4Stack", "jdk.net.hosts.file", "org.bytedeco.javacpp.cachedir");

  private final List<String> command;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param program whose main is run
   * @param memory most bytes of address space that a process may have; Java takes about half a
   *     gigabyte of it without using it
   * @param heap most bytes of it for Java's objects
   */
  public ContainedProcesses(Class<?> program, long memory, long heap) {
    this.command = command(program, memory, heap);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("process-limits").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Starts one; whoever asks for it closes it.
   *
   * @throws IOException if the machine lets none be started
   */
  public ContainedProcess start() throws IOException {
    var builder = new ProcessBuilder(command);
    builder.directory(new File("/"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.clear(); // passwords are in ours
    environment.put("CLASSPATH", ClassArchive.classPath());
    environment.put("MALLOC_ARENA_MAX", "2");
    Process process = builder.start();
    running.add(process);
    process.onExit().thenAccept(running::remove);
    return new ContainedProcess(process, timer);
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    timer.shutdownNow();
    running.forEach(Process::destroyForcibly);
  }

  /** Process ids of those that run. */
  public Set<Long> pids() {
    return running.stream().map(Process::pid).collect(Collectors.toSet());
  }

  private static List<String> command(Class<?> program, long memory, long heap) {
    var command = new ArrayList<String>(List.of("/bin/sh", "-c", LIMITS));
    command.add(Long.toString(memory / 1024));
    command.add(java());
    command.addAll(SHAPE);
    command.addAll(FLAGS);
    command.addAll(ClassArchive.options());
    command.add("-Xmx" + heap);
    for (String property : INHERITED) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.add(program.getName());
    return List.copyOf(command);
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
