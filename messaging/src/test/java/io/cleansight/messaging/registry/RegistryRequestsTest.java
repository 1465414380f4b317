package io.cleansight.messaging.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cleansight.contracts.codec.SchemaLookupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an answer means: only a registry's own word says that something is not there. */
class RegistryRequestsTest {
  private final List<String> authorizations = new ArrayList<>();
  private Iterator<Answer> answers = List.<Answer>of().iterator();
  private HttpServer server;
  private RegistryRequests requests;

  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
          Answer answer = answers.next();
          byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    requests = new RegistryRequests(settings());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatARegistryDoesNotHaveIsNotThere() {
    answer(new Answer(404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}"));
    assertThat(requests.ask("GET", "schemas/ids/1", null)).isEmpty();
    assertThat(authorizations).containsExactly("Basic bWU6c2VjcmV0");
  }

  @Test
  void aPageThatIsNotThereSaysNothing() {
    var notFound = new Answer(404, "<html>not found</html>");
    answer(notFound, notFound, notFound, notFound, notFound);
    assertThatThrownBy(() -> requests.ask("GET", "schemas/ids/1", null))
        .isInstanceOf(SchemaLookupException.class)
        .hasMessageContaining("404");
    assertThat(authorizations).hasSize(5);
  }

  @Test
  void oneThatComesBackIsWaitedFor() {
    var away = new Answer(503, "");
    answer(away, away, new Answer(200, "{\"schema\": \"\\\"long\\\"\"}"));
    assertThat(requests.ask("GET", "schemas/ids/1", null)).isPresent();
  }

  @Test
  void aRefusalIsNotTriedAgain() {
    answer(new Answer(409, "{\"error_code\": 409, \"message\": \"Incompatible\"}"));
    assertThatThrownBy(() -> requests.ask("POST", "subjects/a-value/versions", null))
        .isInstanceOf(SchemaRefusedException.class)
        .hasMessageContaining("Incompatible");
  }

  @Test
  void nobodyThereIsNoAnswer() {
    server.stop(0);
    assertThatThrownBy(() -> requests.ask("GET", "schemas/ids/1", null))
        .isInstanceOf(SchemaLookupException.class);
  }

  @Test
  void thatThereIsNoSchemaIsBelievedOfOneThatHasOurs() {
    var none = new Answer(404, "{\"error_code\": 40403}");
    var ours = new Answer(200, "{\"id\": 1}");
    answer(none, ours, none);
    assertThat(registry().find(7)).isNull();
    answer(none, none, none, none, none, none, none, none, none, none);
    assertThatThrownBy(() -> registry().find(7))
        .isInstanceOf(SchemaLookupException.class)
        .hasMessageContaining("register-schemas");
    answer(none, none, none, ours, new Answer(200, "{\"schema\": \"\\\"long\\\"\"}"));
    assertThat(registry().find(7)).isEqualTo(Schema.create(Schema.Type.LONG));
  }

  private SchemaRegistry registry() {
    return new SchemaRegistry(settings());
  }

  private FramingProperties.Registry settings() {
    return new FramingProperties.Registry(
        "http://127.0.0.1:" + server.getAddress().getPort(), "me", "secret", null);
  }

  private void answer(Answer... each) {
    answers = List.of(each).iterator();
  }
}
