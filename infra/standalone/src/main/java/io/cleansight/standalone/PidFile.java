package io.cleansight.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
  private static final Duration POLITE = Duration.ofSeconds(20);

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

  /** Ends what a killed predecessor left behind; true if there was something. */
  boolean endOrphan() throws IOException, InterruptedException {
    Optional<ProcessHandle> orphan = find();
    if (orphan.isPresent()) {
      end(orphan.get(), POLITE);
    }
    delete();
    return orphan.isPresent();
  }

  /** Asks a process to end, and after a while makes it. */
  static void end(ProcessHandle process, Duration patience) throws InterruptedException {
    process.destroy();
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException stubborn) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for process " + process.pid(), e);
    }
  }
}
