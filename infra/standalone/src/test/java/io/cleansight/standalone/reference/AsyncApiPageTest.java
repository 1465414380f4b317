package io.cleansight.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.PublicTopic;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import io.cleansight.messaging.codec.EventRecords;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is published of topics is what the code says of them. */
class AsyncApiPageTest {
  private static final String NAME = "asyncapi.json";

  @Test
  void theDocumentHasEveryPublicTopic() throws IOException {
    ReferencePage.assertIsWritten(NAME, AsyncApi.document("0.1.0"));
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

  @Test
  void theHeadersAreThoseThatAreSent() {
    JsonNode headers =
        new JsonMapper()
            .readTree(AsyncApi.document("0.1.0"))
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
}
