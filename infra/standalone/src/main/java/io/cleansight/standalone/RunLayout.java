package io.cleansight.standalone;

import java.nio.file.Path;

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

  String address() {
    return "http://127.0.0.1:" + webPort + "/";
  }
}
