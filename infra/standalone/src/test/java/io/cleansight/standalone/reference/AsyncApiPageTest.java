package io.cleansight.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.PublicTopic;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.standalone.Sources;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.avro.AvroTypeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is published of topics is what the code says of them. */
class AsyncApiPageTest {
  private static final String NAME = "asyncapi.json";
  private static final Path RELEASED =
      Sources.HOME.resolve("contracts/src/main/resources/released");

  @Test
  void theDocumentHasEveryPublicTopic() throws IOException {
    ReferencePage.assertIsWritten(NAME, AsyncApi.document(latestRelease()));
  }

  @Test
  void whatAnEventIsAboutIsInItsSchema() {
    for (PublicTopic told : PublicTopic.all()) {
      var schema = SpecificData.get().getSchema(told.topic().event());
      assertThat(told.about())
          .as(told.topic().name())
          .isNotEmpty()
          .allSatisfy(field -> assertThat(schema.getField(field)).isNotNull());
      assertThat(Topics.sources()).contains(told.topic());
    }
    assertThat(PublicTopic.all()).extracting(it -> it.topic().name()).doesNotHaveDuplicates();
  }

  /** Avro takes a default of a field only if it fits the field's schema. */
  @Test
  void everyExampleFitsItsSchema() throws IOException {
    JsonNode messages =
        new JsonMapper().readTree(AsyncApi.document(latestRelease())).at("/components/messages");
    for (PublicTopic told : PublicTopic.all()) {
      var schema = SpecificData.get().getSchema(told.topic().event());
      JsonNode payload = messages.path(schema.getName()).at("/examples/0/payload");
      Map<String, Object> example =
          new JsonMapper().convertValue(payload, new TypeReference<Map<String, Object>>() {});
      example.replaceAll(
          (_, value) -> Objects.requireNonNullElse(value, JsonProperties.NULL_VALUE));
      assertThat(new Schema.Field("example", schema, null, example).hasDefaultValue()).isTrue();
      example.remove("camera_id");
      assertThatThrownBy(() -> new Schema.Field("example", schema, null, example))
          .isInstanceOf(AvroTypeException.class);
    }
  }

  @Test
  void whatIsSaidAsJsonFitsItsSchema() throws IOException {
    JsonNode messages =
        new JsonMapper().readTree(AsyncApi.document(latestRelease())).at("/components/messages");
    var schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    Set<String> names =
        messages.propertyNames().stream()
            .filter(it -> it.startsWith("Json"))
            .collect(Collectors.toSet());
    assertThat(names).hasSameSizeAs(JsonTopic.all());
    for (String name : names) {
      JsonNode message = messages.path(name);
      var schema = schemas.getSchema(message.path("payload").toString(), InputFormat.JSON);
      JsonNode example = message.at("/examples/0/payload");
      assertThat(schema.validate(example.toString(), InputFormat.JSON)).as(name).isEmpty();
      JsonNode shown = example.has("data") ? example.path("data") : example;
      assertThat(shown.propertyNames())
          .as("every field is there")
          .containsExactlyElementsOf(
              (example.has("data")
                      ? message.at("/payload/properties/data")
                      : message.path("payload"))
                  .path("properties")
                  .propertyNames());
      ((ObjectNode) shown).put(shown.propertyNames().iterator().next(), true);
      assertThat(schema.validate(example.toString(), InputFormat.JSON)).as(name).isNotEmpty();
    }
  }

  @Test
  void theHeadersAreThoseThatAreSent() throws IOException {
    JsonNode headers =
        new JsonMapper()
            .readTree(AsyncApi.document(latestRelease()))
            .at("/components/schemas/headers/properties");
    var sent =
        new EventRecords("capture-service")
            .headers(Topics.FRAMES, UUID.randomUUID(), Instant.EPOCH, new Frame(), null);
    Set<String> names =
        StreamSupport.stream(sent.spliterator(), false)
            .map(it -> it.key())
            .collect(Collectors.toSet());
    assertThat(headers.propertyNames()).containsExactlyInAnyOrderElementsOf(names);
  }

  /** The last whose schemas are kept, or the one that is worked on where none was made yet. */
  private static String latestRelease() throws IOException {
    try (var releases = Files.list(RELEASED)) {
      return releases
          .filter(Files::isDirectory)
          .map(it -> ModuleDescriptor.Version.parse(it.getFileName().toString()))
          .max(Comparator.naturalOrder())
          .orElseThrow()
          .toString();
    }
  }
}
