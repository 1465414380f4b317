package io.cleansight.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cleansight.contracts.PublicTopic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command works where nothing but a registry is, and before that has any schema. */
class RegisterSchemasTest {
  private static final String URL = "cleansight.framing.registry.url";
  private static final String FRAMING = "cleansight.framing.public-topics";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer registry;

  @BeforeEach
  void start() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] answer = "{\"id\": 7}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    registry.start();
    System.setProperty(URL, "http://127.0.0.1:" + registry.getAddress().getPort());
    System.setProperty(FRAMING, "confluent");
  }

  @AfterEach
  void stop() {
    System.clearProperty(URL);
    System.clearProperty(FRAMING);
    registry.stop(0);
  }

  @Test
  void registersTheSchemasOfEveryPublicTopic() {
    var said = new StringWriter();
    int ended =
        new CommandLine(new PersistenceCommands())
            .setOut(new PrintWriter(said))
            .execute("register-schemas");
    assertThat(ended).isZero();
    for (PublicTopic told : PublicTopic.all()) {
      String subject = told.topic().name() + "-value";
      assertThat(asked)
          .contains("PUT /config/" + subject, "POST /subjects/" + subject + "/versions");
      assertThat(said.toString()).contains(subject + " [7");
    }
  }
}
