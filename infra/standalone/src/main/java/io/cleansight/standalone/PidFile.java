package io.cleansight.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Remembers a process over our own death: its number and when it began, since numbers are given out
 * again.
 */
final class PidFile {
  /** Without Kafka, which died with the launcher, there is little that they could finish. */
  private static final Duration POLITE = Duration.ofSeconds(10);

  private static final Duration KILLED = Duration.ofSeconds(30);

  private final Path file;

  PidFile(RunLayout layout, String name) {
    this.file = layout.pids().resolve(name + ".pid");
  }

  void write(ProcessHandle process) throws IOException {
    Files.createDirectories(file.getParent());
    Instant began = process.info().startInstant().orElse(Instant.EPOCH);
    Files.write(file, List.of(Long.toString(process.pid()), began.toString()));
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** The process, if it still lives. */
  Optional<ProcessHandle> find() throws IOException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() != 2) {
      return Optional.empty(); // we died while writing it
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst()))
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .orElse(Instant.EPOCH)
                    .toString()
                    .equals(lines.getLast()));
  }

  /**
   * Ends what a killed predecessor left behind, all at once, and returns when it is gone.
   *
   * @return those of these names that were still there
   */
  static List<String> endOrphans(RunLayout layout, List<String> names)
      throws IOException, InterruptedException {
    var orphans = new LinkedHashMap<String, ProcessHandle>();
    for (String name : names) {
      new PidFile(layout, name).find().ifPresent(it -> orphans.put(name, it));
    }
    orphans.values().forEach(ProcessHandle::destroy);
    long end = System.nanoTime() + POLITE.toNanos();
    for (ProcessHandle orphan : orphans.values()) {
      end(orphan, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    for (String name : names) {
      new PidFile(layout, name).delete();
    }
    return List.copyOf(orphans.keySet());
  }

  /**
   * Asks a process to end, and after a while makes it; returns when it is gone, and with it what it
   * held.
   */
  static void end(ProcessHandle process, Duration patience) throws InterruptedException {
    process.destroy();
    if (!isGone(process, patience)) {
      process.destroyForcibly();
      if (!isGone(process, KILLED)) {
        throw new IllegalStateException("process " + process.pid() + " cannot be ended");
      }
    }
  }

  /** Whether it ends within that time. */
  static boolean isGone(ProcessHandle process, Duration patience) throws InterruptedException {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stubborn) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for process " + process.pid(), e);
    }
  }
}
