package io.cleansight.query.web;

import io.cleansight.query.Running;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpIT {
  @TempDir static Path folder;

  @Test
  void dump() throws Exception {
    try (var running = Running.in(folder)) {
      var answer =
          running.send(HttpRequest.newBuilder(running.at("../../v3/api-docs").normalize()));
      Files.writeString(Path.of("/tmp/openapi.json"), answer.statusCode() + "\n" + answer.body());
      var ui =
          running.send(
              HttpRequest.newBuilder(running.at("../../swagger-ui/index.html").normalize()));
      Files.writeString(Path.of("/tmp/swagger.html"), ui.statusCode() + "\n" + ui.body());
    }
  }
}
