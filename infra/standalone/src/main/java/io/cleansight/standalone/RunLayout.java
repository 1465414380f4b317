package io.cleansight.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a line stands.
 *
 * @param home the project's folder
 * @param data everything that is kept
 * @param basePort first of the ports behind the web page
 */
record RunLayout(Path home, Path data, int webPort, int basePort) {
  private static final int KAFKA = 5;
  private static final int CONTROLLER = 6;
  private static final int POSTGRES = 7;
  private static final int REDIS = 8;

  Path logs() {
    return data.resolve("logs");
  }

  Path pids() {
    return data.resolve("run");
  }

  int kafkaPort() {
    return basePort + KAFKA;
  }

  int controllerPort() {
    return basePort + CONTROLLER;
  }

  int postgresPort() {
    return basePort + POSTGRES;
  }

  int redisPort() {
    return basePort + REDIS;
  }

  /** Whoever asks for this run by its data finds its ports there. */
  void remember() throws IOException {
    Files.createDirectories(pids());
    Files.write(ports(), List.of(Integer.toString(webPort), Integer.toString(basePort)));
  }

  /** The same with the ports of the run that was last on that data. */
  RunLayout remembered() throws IOException {
    if (Files.notExists(ports())) {
      return this;
    }
    List<String> lines = Files.readAllLines(ports());
    return lines.size() == 2
        ? new RunLayout(
            home, data, Integer.parseInt(lines.getFirst()), Integer.parseInt(lines.getLast()))
        : this; // it died while writing them
  }

  private Path ports() {
    return pids().resolve("ports");
  }

  String address() {
    return "http://127.0.0.1:" + webPort + "/";
  }
}
