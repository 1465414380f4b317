package io.cleansight.video.decoder;

import io.cleansight.video.DrawnVideo;
import io.cleansight.video.Opening;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens each source in a process of its own, which has none of our settings, connections or files
 * open, may take so much memory and no more, and is what the kernel kills first when the machine
 * has none left. Scenes are drawn here: nobody else's bytes are read for them.
 */
public final class Decoders implements Video.Opener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Decoders.class);

  /** Limits that a process gives itself before it becomes Java; the first argument is in KiB. */
  private static final String LIMITS =
      "{ echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null; ulimit -c 0; ulimit -v \"$0\" && exec \"$@\"";

  /** Small, quick to start, and silent: what it would write about a crash may hold an address. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms8m",
          "-Xmx64m",
          "-XX:ReservedCodeCacheSize=24m",
          "-XX:CompressedClassSpaceSize=32m",
          "-XX:MaxMetaspaceSize=64m",
          "-Xshare:auto",
          "-XX:-UsePerfData",
          "-Xlog:disable", // answers go where Java would say what it thinks of these flags
          "-XX:+DisplayVMOutputToStderr",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:ErrorFile=/dev/null",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
          "-Dorg.bytedeco.javacpp.maxBytes=0",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

  private static final List<String> INHERITED =
      List.of("java.net.preferIPv4Stack", "jdk.net.hosts.file", "org.bytedeco.javacpp.cachedir");

  private final Rules rules;
  private final List<String> command;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param memory most bytes of address space that a decoder may have; Java takes about half a
   *     gigabyte of it without using it
   */
  public Decoders(Rules rules, long memory) {
    this(rules, memory, DecoderMain.class);
  }

  /** With another program in place of the decoder. */
  Decoders(Rules rules, long memory, Class<?> program) {
    this.rules = rules;
    this.command = command(memory, program);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("decoder-limits").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Video open(Opening opening) throws VideoException {
    return switch (opening.pictures()) {
      case Source.Drawn(var scene) -> new DrawnVideo(scene, opening.taking());
      case Source.VideoFile _, Source.Stream _ -> ContainedVideo.open(start(), opening, rules);
    };
  }

  /** Kills what still runs. */
  @Override
  public void close() {
    timer.shutdownNow();
    running.forEach(Process::destroyForcibly);
  }

  /** Process ids of those that run. */
  Set<Long> pids() {
    return running.stream().map(Process::pid).collect(Collectors.toSet());
  }

  private DecoderProcess start() throws VideoException {
    var builder = new ProcessBuilder(command);
    builder.directory(new File("/"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.clear(); // passwords are in ours
    environment.put("CLASSPATH", classPath());
    environment.put("MALLOC_ARENA_MAX", "2");
    try {
      Process process = builder.start();
      running.add(process);
      process.onExit().thenAccept(running::remove);
      return new DecoderProcess(process, timer);
    } catch (IOException e) {
      log.error("no process can be started for a decoder", e);
      throw new VideoException(Fault.DECODER_LOST);
    }
  }

  private static List<String> command(long memory, Class<?> program) {
    var command = new ArrayList<String>(List.of("/bin/sh", "-c", LIMITS));
    command.add(Long.toString(memory / 1024));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    for (String property : INHERITED) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.add(program.getName());
    return List.copyOf(command);
  }

  /** As ours; it may be written relative to where we were started. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(it -> !it.isEmpty())
        .map(it -> Path.of(it).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
