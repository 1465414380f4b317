package io.cleansight.standalone;

import io.cleansight.embedded.ServiceJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * An inference-service and a persistence-service beside those that the launcher has started,
 * sharing their work.
 */
final class SecondInstances implements AutoCloseable {
  private final Deque<ServiceJvm> running = new ArrayDeque<>();

  private SecondInstances() {}

  static SecondInstances none() {
    return new SecondInstances();
  }

  /**
   * Starts them on the line's Kafka and PostgreSQL.
   *
   * @param folder for their logs and state
   */
  static SecondInstances beside(Launched line, Path folder) throws Exception {
    var instances = new SecondInstances();
    Path logs = Files.createDirectories(folder.resolve("second"));
    String kafka = "--spring.kafka.bootstrap-servers=" + line.bootstrapServers();
    instances.running.add(
        ServiceJvm.start(
            Launched.HOME.resolve("inference-service"),
            "inference-service",
            Service.INFERENCE.mainClass(),
            logs.resolve("inference.log"),
            List.of(
                "--server.port=0",
                kafka,
                "--spring.kafka.streams.state-dir=" + folder.resolve("second-state"))));
    instances.running.add(
        ServiceJvm.start(
            Launched.HOME.resolve("persistence-service"),
            "persistence-service",
            Service.PERSISTENCE.mainClass(),
            logs.resolve("persistence.log"),
            List.of("--server.port=0", kafka, "--spring.datasource.url=" + line.ownerUrl())));
    return instances;
  }

  /** kill -9 of the one that was started first and still runs. */
  void killOne() {
    running.removeFirst().kill();
  }

  @Override
  public void close() {
    running.forEach(ServiceJvm::close);
  }
}
