package io.cleansight.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.bridge.json.EventJson;
import io.cleansight.contracts.PublicTopic;
import io.cleansight.contracts.example.ExampleEvents;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What asyncapi.json says of public topics, for people. */
class EventPageTest {
  private final Map<String, Schema> parts = new LinkedHashMap<>();

  @Test
  void thePageHasEveryPublicTopicWithEveryField() throws IOException {
    var page =
        new ReferencePage(
            "events.md",
            "Public topics and their events",
            """
            What [asyncapi.json](asyncapi.json) says, for people. What holds for all of them, and how to begin, is in
            [integrations.md](../integrations.md). Names are those of Avro; as JSON (`cleansight.public.NAME`) they are in camelCase, as in the examples.""");
    for (PublicTopic told : PublicTopic.all()) {
      page.section(told.topic().name());
      page.paragraph(
          "%s **Key:** %s. **Order:** %s **Repeats:** %s **About:** %s. **Kept:** %s."
              .formatted(
                  told.summary(),
                  told.key(),
                  told.order(),
                  told.repeats(),
                  told.about().stream().map(ReferencePage::code).collect(Collectors.joining(", ")),
                  ReferencePage.kept(told.topic())));
      Schema schema = SpecificData.get().getSchema(told.topic().event());
      fields(page, schema);
      page.paragraph(
          "```json\n%s\n```"
              .formatted(EventJson.of(ExampleEvents.of(told.topic().name())).toPrettyString()));
    }
    assertThat(parts).containsKeys("Box", "Person", "Zone");
    page.section("Records within them");
    for (Schema part : parts.values()) {
      page.paragraph("### " + part.getName() + "\n\n" + words(part.getDoc()));
      fields(page, part);
    }
    page.assertIsWritten();
  }

  private void fields(ReferencePage page, Schema record) {
    page.table("field", "type", "says");
    for (Schema.Field field : record.getFields()) {
      page.row(ReferencePage.code(field.name()), type(field.schema()), words(field.doc()));
    }
  }

  private String type(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> part(schema);
      case UNION -> type(schema.getTypes().getLast()) + " or null";
      case ARRAY -> "list of " + type(schema.getElementType());
      case MAP -> "map of text to " + type(schema.getValueType());
      case STRING, LONG -> {
        LogicalType logical = schema.getLogicalType();
        yield logical == null
            ? schema.getType().getName()
            : schema.getType().getName() + " (" + logical.getName() + ")";
      }
      default -> schema.getType().getName();
    };
  }

  /** What is within it follows it. */
  private String part(Schema schema) {
    if (parts.putIfAbsent(schema.getName(), schema) == null) {
      schema.getFields().forEach(it -> type(it.schema()));
    }
    return "[%s](#%s)".formatted(schema.getName(), schema.getName().toLowerCase(Locale.ROOT));
  }

  private static String words(@Nullable String doc) {
    return Objects.requireNonNullElse(doc, "").strip().replaceAll("\\s+", " ");
  }
}
