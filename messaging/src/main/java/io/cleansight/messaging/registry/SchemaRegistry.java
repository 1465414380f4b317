package io.cleansight.messaging.registry;

import io.cleansight.contracts.PublicTopic;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.codec.ReleasedSchemas;
import io.cleansight.contracts.codec.SchemaLookup;
import io.cleansight.contracts.codec.SchemaLookupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/**
 * A schema registry with Confluent's interface. A topic's subject is {@code TOPIC-value}
 * (TopicNameStrategy); each schema is whole, without references to others.
 */
@ThreadSafe
public final class SchemaRegistry implements SchemaLookup {
  private static final String COMPATIBILITY = "FULL_TRANSITIVE";

  private final String url;
  private final RegistryRequests requests;

  SchemaRegistry(FramingProperties.Registry settings) {
    this.url = settings.url();
    this.requests = new RegistryRequests(settings);
  }

  /**
   * That of the settings.
   *
   * @throws IllegalStateException if they name none
   */
  public static SchemaRegistry of(Environment environment) {
    FramingProperties.Registry settings = FramingProperties.of(environment).registry();
    if (!settings.isSet()) {
      throw new IllegalStateException("cleansight.framing.registry.url is not set");
    }
    return new SchemaRegistry(settings);
  }

  /**
   * A schema of another kind than Avro, or one that refers to others, is as none. That there is
   * none is believed of a registry alone that has our own: one that has just started may answer
   * before it has read what it keeps.
   */
  @Override
  public @Nullable Schema find(int id) {
    String path = "schemas/ids/" + Integer.toUnsignedString(id);
    return requests.patiently(() -> lookUp(path)).flatMap(this::schema).orElse(null);
  }

  private Optional<JsonNode> lookUp(String path) {
    Optional<JsonNode> found = requests.askOnce("GET", path, null);
    if (found.isPresent()) {
      return found;
    }
    Topic last = PublicTopic.all().getLast().topic();
    if (requests.askOnce("POST", "subjects/" + subject(last), body(current(last))).isEmpty()) {
      throw new SchemaLookupException(missing(last));
    }
    return requests.askOnce("GET", path, null);
  }

  private Optional<Schema> schema(JsonNode found) {
    String text = found.path("schema").asString("");
    if (text.isEmpty()) {
      throw new SchemaLookupException("schema registry " + url + " answers without a schema");
    }
    try {
      return Optional.of(new Schema.Parser().parse(text));
    } catch (AvroRuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Registers every released schema of every public topic, oldest first, and the current one; what
   * is there already stays as it is. From then on a subject takes only what is compatible both ways
   * with all of its versions.
   *
   * @return a line for each subject
   * @throws SchemaRefusedException if a subject holds what a schema is not compatible with
   * @throws SchemaLookupException if the registry does not answer
   */
  public List<String> register() {
    var lines = new ArrayList<String>();
    for (PublicTopic told : PublicTopic.all()) {
      String subject = subject(told.topic());
      requests.ask("PUT", "config/" + subject, Map.of("compatibility", COMPATIBILITY));
      var ids = new ArrayList<Integer>();
      for (Schema schema : ReleasedSchemas.andCurrentOf(told.topic().event())) {
        ids.add(
            requests
                .ask("POST", "subjects/" + subject + "/versions", body(schema))
                .map(this::id)
                .orElseThrow(() -> new IllegalStateException(url + " takes no schemas")));
      }
      lines.add(subject + " " + ids);
    }
    return lines;
  }

  /**
   * What the registry calls the current schema of each public topic.
   *
   * @throws IllegalStateException if it does not have one of them
   * @throws SchemaLookupException if it does not answer
   */
  Map<String, Integer> idsOfPublicTopics() {
    var ids = new HashMap<String, Integer>();
    for (PublicTopic told : PublicTopic.all()) {
      Topic topic = told.topic();
      int id =
          requests
              .ask("POST", "subjects/" + subject(topic), body(current(topic)))
              .map(this::id)
              .orElseThrow(() -> new IllegalStateException(missing(topic)));
      ids.put(topic.name(), id);
    }
    return ids;
  }

  private String missing(Topic topic) {
    return "schema registry %s does not have the current schema under %s: run persistence-service register-schemas"
        .formatted(url, subject(topic));
  }

  private int id(JsonNode answer) {
    JsonNode id = answer.path("id");
    if (!id.isInt()) {
      throw new SchemaLookupException("schema registry " + url + " answers without an id");
    }
    return id.intValue();
  }

  private static Schema current(Topic topic) {
    return SpecificData.getForClass(topic.event()).getSchema(topic.event());
  }

  private static String subject(Topic topic) {
    return topic.name() + "-value";
  }

  private static Map<String, String> body(Schema schema) {
    return Map.of("schema", SchemaFormatter.format("json", schema));
  }
}
