package io.cleansight.standalone.reference;

import io.cleansight.bridge.json.PublicEvent;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.PublicTopic;
import io.cleansight.contracts.ServiceName;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.example.ExampleEvents;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.deadletter.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The public topics as an AsyncAPI 3 document; Cleansight is the application that sends. */
final class AsyncApi {
  private static final String VERSION = "3.0.0";
  private static final String KAFKA_BINDING = "0.5.0";
  private static final String AVRO = "application/vnd.apache.avro;version=1.9.0";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private AsyncApi() {}

  static String document(String version) {
    var channels = new LinkedHashMap<String, Object>();
    var messages = new LinkedHashMap<String, Object>();
    for (PublicTopic told : PublicTopic.all()) {
      String event = told.topic().event().getSimpleName();
      channels.put(event, channel(told, event));
      messages.put(event, message(told, event));
    }
    for (JsonTopic said : JsonTopic.all()) {
      String name = "Json" + title(said);
      channels.put(name, channel(said, name));
      messages.put(name, message(said, name));
    }
    var operations = new LinkedHashMap<String, Object>();
    channels.keySet().forEach(it -> operations.put("send" + it, operation(it)));
    var document = new LinkedHashMap<String, Object>();
    document.put("asyncapi", VERSION);
    document.put(
        "info",
        ordered(
            "title",
            "Cleansight",
            "version",
            version,
            "description",
            "The topics that others may read. What a version promises of them: docs/versioning.md."
                + " Values are Avro in single-object encoding: two bytes C3 01, the schema's"
                + " CRC-64-AVRO fingerprint in eight bytes, little-endian, the event; where a site"
                + " has a schema registry, a byte 00, the id of the schema in four bytes,"
                + " big-endian, the event.",
            "license",
            ordered(
                "name", "Apache-2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0.txt")));
    document.put("defaultContentType", "application/avro");
    document.put("channels", channels);
    document.put("operations", operations);
    document.put(
        "components", ordered("messages", messages, "schemas", Map.of("headers", headers())));
    return JSON.writeValueAsString(document) + "\n";
  }

  /** A channel has one message, called as it is. */
  private static Map<String, Object> operation(String channel) {
    return ordered(
        "action", "send",
        "channel", reference("channels/" + channel),
        "messages", List.of(reference("channels/" + channel + "/messages/" + channel)));
  }

  private static Map<String, Object> channel(PublicTopic told, String event) {
    Topic topic = told.topic();
    return ordered(
        "address", topic.name(),
        "title", event,
        "summary", told.summary(),
        "description",
            "Order: %s Repeats: %s An event is about: %s."
                .formatted(told.order(), told.repeats(), String.join(", ", told.about())),
        "messages", Map.of(event, reference("components/messages/" + event)),
        "bindings", binding(topic));
  }

  private static Map<String, Object> binding(Topic topic) {
    Map<String, String> config = topic.config();
    var settings = new LinkedHashMap<String, Object>();
    settings.put("cleanup.policy", List.of(config.get("cleanup.policy")));
    if (!topic.compacted()) {
      settings.put("retention.ms", topic.retention().toMillis());
      settings.put("retention.bytes", topic.retentionBytes());
    }
    settings.put("max.message.bytes", topic.maxRecordBytes());
    return Map.of(
        "kafka",
        ordered(
            "topic", topic.name(),
            "topicConfiguration", settings,
            "bindingVersion", KAFKA_BINDING));
  }

  /** {@code DeepStream}, or the event's name. */
  private static String title(JsonTopic said) {
    return switch (said.form()) {
      case CLOUDEVENT -> said.source().event().getSimpleName();
      case DEEPSTREAM -> "DeepStream";
    };
  }

  private static Map<String, Object> channel(JsonTopic said, String name) {
    return ordered(
        "address", said.topic().name(),
        "title", name,
        "summary", "What %s says, as JSON.".formatted(said.source().name()),
        "description",
            "There where bridge-service runs and is told to write it. Key, order and retention are those"
                + " of %s; each record of that is one here, written in Kafka transactions."
                    .formatted(said.source().name()),
        "messages", Map.of(name, reference("components/messages/" + name)),
        "bindings", binding(said.topic()));
  }

  private static Map<String, Object> message(JsonTopic said, String name) {
    Schema schema = SpecificData.get().getSchema(said.source().event());
    boolean cloudEvent = said.form() == JsonTopic.Form.CLOUDEVENT;
    return ordered(
        "name",
        name,
        "title",
        name,
        "summary",
        cloudEvent ? "A CloudEvent in structured mode." : "DeepStream's minimal schema.",
        "contentType",
        cloudEvent ? "application/cloudevents+json" : "application/json",
        "headers",
        ordered(
            "type",
            "object",
            "properties",
            ordered("traceparent", text("As in the Avro record.", null))),
        "payload",
        cloudEvent ? JsonSchemas.cloudEvent(schema) : JsonSchemas.deepStream(),
        "examples",
        List.of(ordered("name", name, "payload", JSON.readValue(said(said), Object.class))));
  }

  /** The example of its source, as the bridge says it. */
  private static byte[] said(JsonTopic topic) {
    String source = topic.source().name();
    PublicTopic told =
        PublicTopic.all().stream()
            .filter(it -> it.topic().name().equals(source))
            .findFirst()
            .orElseThrow();
    SpecificRecord event = ExampleEvents.of(source);
    Headers headers = exampleHeaders(told, event);
    return new PublicEvent(
            event,
            Origin.text(headers, "ce_subject"),
            headers,
            Instant.EPOCH,
            new Origin(source, 0, 0))
        .json(topic.form());
  }

  private static Map<String, Object> message(PublicTopic told, String event) {
    Object schema =
        JSON.readValue(
            SchemaFormatter.format("json", SpecificData.get().getSchema(told.topic().event())),
            Object.class);
    return ordered(
        "name", "io.cleansight." + event,
        "title", event,
        "summary", told.summary(),
        "contentType", "application/avro",
        "headers", reference("components/schemas/headers"),
        "payload", ordered("schemaFormat", AVRO, "schema", schema),
        "examples", List.of(example(told)),
        "bindings",
            Map.of(
                "kafka",
                ordered(
                    "key",
                    ordered("type", "string", "description", told.key()),
                    "bindingVersion",
                    KAFKA_BINDING)));
  }

  /** In Avro's own words as JSON, each member of a union without the name of its type. */
  private static Map<String, Object> example(PublicTopic told) {
    String topic = told.topic().name();
    SpecificRecord event = ExampleEvents.of(topic);
    var headers = new LinkedHashMap<String, Object>();
    for (Header header : exampleHeaders(told, event)) {
      if (!header.key().equals("traceparent")) { // another one each time
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return ordered(
        "name", event.getSchema().getName(),
        "headers", headers,
        "payload", JSON.readValue(plain(topic, event).toString(), Object.class));
  }

  private static Headers exampleHeaders(PublicTopic told, SpecificRecord event) {
    String topic = told.topic().name();
    ServiceName writer =
        told.topic().access().writers().stream().sorted().findFirst().orElseThrow();
    UUID id = Ids.event(topic, UUID.nameUUIDFromBytes(new byte[0]));
    return new EventRecords(writer.title())
        .headers(topic, id, Instant.parse("2026-03-01T06:00:02Z"), event, null);
  }

  /** Without classes: times are the numbers that are written. */
  private static GenericRecord plain(String topic, SpecificRecord event) {
    try {
      return new BinaryMessageDecoder<GenericRecord>(new GenericData(), event.getSchema())
          .decode(EventCodec.encode(topic, event));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As EventRecords writes them; {@code AsyncApiPageTest} holds that there are no others. */
  private static Map<String, Object> headers() {
    return ordered(
        "type", "object",
        "required",
            List.of(
                "ce_specversion",
                "ce_id",
                "ce_type",
                "ce_source",
                "ce_time",
                "ce_subject",
                "content-type"),
        "properties",
            ordered(
                "ce_specversion", ordered("type", "string", "const", "1.0"),
                "ce_id",
                    text("The event's own id: two with one id are one event, sent again.", "uuid"),
                "ce_type", text("io.cleansight. and the name of the event's schema.", null),
                "ce_source", text("/cleansight/ and the service that speaks.", "uri-reference"),
                "ce_time", text("When it happened.", "date-time"),
                "ce_subject", text("The record's key.", null),
                "content-type", ordered("type", "string", "const", "application/avro"),
                "traceparent", text("W3C trace context, from the frame on.", null)));
  }

  private static Map<String, Object> text(String description, @Nullable String format) {
    Map<String, Object> text = ordered("type", "string", "description", description);
    if (format != null) {
      text.put("format", format);
    }
    return text;
  }

  private static Map<String, Object> reference(String to) {
    return Map.of("$ref", "#/" + to);
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
