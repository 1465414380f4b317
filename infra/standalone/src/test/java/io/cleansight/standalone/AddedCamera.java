package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.cleansight.contracts.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.JsonNode;

/** A camera that somebody adds by REST, with a password in its address. */
final class AddedCamera implements AutoCloseable {
  private static final String PATH = "/api/v1/cameras/added";
  private static final String VIDEO = "/video.mp4";
  private static final String PASSWORD = "sesame-open";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Launched line;
  private final HttpServer server;

  /** Serves a video on loopback, again each time it is asked for. */
  AddedCamera(Launched line, Path video) throws IOException {
    this.line = line;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        VIDEO,
        exchange -> {
          if (!exchange.getRequestURI().getPath().equals(VIDEO)) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
          }
          exchange.sendResponseHeaders(200, Files.size(video));
          try (var out = exchange.getResponseBody()) {
            Files.copy(video, out);
          }
        });
    server.start();
  }

  String source() {
    return "http://user:%s@127.0.0.1:%d%s"
        .formatted(PASSWORD, server.getAddress().getPort(), VIDEO);
  }

  void isSeenStoppedAndStartedAndItsPasswordIsNowhere() throws Exception {
    line.make(PATH, "{\"name\": \"Added\", \"source\": \"%s\"}".formatted(source()));
    awaitState("online");
    await().atMost(PATIENCE).until(() -> line.status(PATH + "/preview") == 200);
    JsonNode camera = line.get(PATH);
    assertThat(camera.get("has_source").asBoolean()).isTrue();
    assertThat(camera.toString()).doesNotContain(PASSWORD);
    line.put(PATH, "{\"name\": \"Added\", \"enabled\": false}");
    awaitState("off");
    line.put(PATH, "{\"name\": \"Added\", \"enabled\": true}");
    awaitState("online");
    line.put(PATH, "{\"name\": \"Added\", \"source\": \"\"}");
    awaitState("off");
    for (String topic : List.of(Topics.CAMERAS, Topics.CAMERA_SOURCES, Topics.PROBES)) {
      assertThat(ViolationLog.records(line.bootstrapServers(), topic))
          .extracting(ConsumerRecord::value)
          .filteredOn(Objects::nonNull)
          .isNotEmpty()
          .noneMatch(it -> new String(it, StandardCharsets.ISO_8859_1).contains(PASSWORD));
    }
    for (String log : line.logs()) {
      assertThat(log).doesNotContain(PASSWORD);
    }
  }

  private void awaitState(String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(line.get(PATH).get("state").asString()).isEqualTo(state));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
