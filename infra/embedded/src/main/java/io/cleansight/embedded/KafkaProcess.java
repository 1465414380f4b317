package io.cleansight.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** A Kafka broker as a process of its own, which ends at the latest when this one does. */
final class KafkaProcess implements AutoCloseable {
  private final Process process;

  private KafkaProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it; its log is {@code broker-ID.log} in {@code folder}.
   *
   * @param folder where its settings are written, too
   */
  static KafkaProcess start(KafkaNode node, Path folder) throws IOException {
    Path settings = folder.resolve("broker-" + node.id() + ".properties");
    try (OutputStream out = Files.newOutputStream(settings)) {
      node.settings().store(out, null);
    }
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaProcess.class.getName(),
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker-" + node.id() + ".log").toFile());
    return new KafkaProcess(builder.start());
  }

  /** The broker itself: {@code main SETTINGS}; ends when its standard input does. */
  public static void main(String[] args) throws IOException {
    var settings = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(List.of(args).getFirst()))) {
      settings.load(in);
    }
    KafkaNode.start(settings);
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
    Runtime.getRuntime().halt(0);
  }

  /** Has received it when this returns. */
  void signal(String name) throws IOException, InterruptedException {
    int failed =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (failed != 0) {
      throw new IOException("the broker took no " + name);
    }
  }

  /** kill -9; it has ended when this returns. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
