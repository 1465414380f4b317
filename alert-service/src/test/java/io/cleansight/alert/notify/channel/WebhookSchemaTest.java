package io.cleansight.alert.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.cleansight.alert.notify.Alerts;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.Priority;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What webhooks are told is what docs/reference/webhook.schema.json says, no less and no more. */
class WebhookSchemaTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:05:00Z");
  private static final JsonMapper JSON = new JsonMapper();

  private static final Alert RAISED =
      Alert.newBuilder(Alerts.raised("hook"))
          .setViolationIds(List.of(UUID.randomUUID()))
          .setMembers(List.of("line-1", "line-2"))
          .build();

  private static final Alert RESOLVED =
      Alert.newBuilder(RAISED).setState("resolved").setResolvedAt(NOW).setHandledBy("mei").build();

  private final WebhookClient client = WebhookClients.open();
  private Receiver receiver;
  private JsonNode described;
  private Schema schema;

  @BeforeEach
  void read() throws IOException {
    receiver = new Receiver();
    String text = Files.readString(Path.of("../docs/reference/webhook.schema.json"));
    described = JSON.readTree(text);
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text, InputFormat.JSON);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    receiver.close();
  }

  static Stream<List<Alert>> messages() {
    return Stream.of(List.of(RAISED), List.of(RESOLVED), List.of(RAISED, RESOLVED));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsSentIsWhatIsDescribed(List<Alert> alerts) throws IOException {
    assertThat(faults(sent(alerts))).isEmpty();
  }

  @Test
  void whatIsDescribedIsSent() throws IOException {
    JsonNode whole = JSON.readTree(sent(List.of(RAISED, RESOLVED))).get("alerts").get(1);
    assertThat(described.at("/$defs/alert/properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(whole.propertyNames());
  }

  @Test
  void whatIsNotDescribedIsAFault() throws IOException {
    String sent = sent(List.of(RAISED));
    assertThat(faults(sent.replace("\"alert_id\"", "\"id\""))).isNotEmpty();
    assertThat(faults(sent.replace("\"count\":5", "\"count\":\"5\""))).isNotEmpty();
    assertThat(faults("{\"summary\":true,\"count\":2,\"alerts\":[%s,%s]}".formatted(sent, sent)))
        .as("alerts of a summary without keys")
        .isNotEmpty();
  }

  @Test
  void itsWordsAreOurs() {
    var told = new TreeSet<>(Term.words(AlertState.class));
    told.removeIf(it -> !new WebhookChannel(endpoint(), client).tells(it));
    assertThat(words("state")).containsExactlyInAnyOrderElementsOf(told);
    assertThat(words("priority")).containsExactlyElementsOf(Term.words(Priority.class));
  }

  private Collection<String> words(String field) {
    return described
        .at("/$defs/alert/properties/" + field + "/examples")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private Set<String> faults(String json) {
    var faults = new TreeSet<String>();
    schema.validate(json, InputFormat.JSON).forEach(it -> faults.add(it.toString()));
    return faults;
  }

  private String sent(List<Alert> alerts) throws IOException {
    new WebhookChannel(endpoint(), client)
        .send(Alerts.message(NOW, "hook", "hook", alerts.toArray(Alert[]::new)));
    return receiver.got().getLast().body();
  }

  private NotifyProperties.Endpoint endpoint() {
    return new NotifyProperties.Endpoint(
        "hook", NotifyProperties.Kind.WEBHOOK, receiver.url(), "s3cret");
  }
}
