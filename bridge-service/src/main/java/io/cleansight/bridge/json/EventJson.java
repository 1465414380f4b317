package io.cleansight.bridge.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import net.jcip.annotations.ThreadSafe;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event as JSON: every field of its schema, in the schema's order and also where it is null, by
 * its name in camelCase. Times are ISO 8601 in UTC, to the microsecond; ids are text; bytes are
 * Base64. Keys of maps are words and stay as they are.
 */
@ThreadSafe
public final class EventJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private EventJson() {}

  /**
   * The whole event.
   *
   * @throws IllegalArgumentException for a value that no schema of ours has
   */
  public static ObjectNode of(SpecificRecord event) {
    ObjectNode object = JSON.objectNode();
    for (Schema.Field field : event.getSchema().getFields()) {
      object.set(camelCase(field.name()), value(event.get(field.pos())));
    }
    return object;
  }

  private static JsonNode value(@Nullable Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case SpecificRecord it -> of(it);
      case Collection<?> it -> {
        var array = JSON.arrayNode(it.size());
        it.forEach(item -> array.add(value(item)));
        yield array;
      }
      case Map<?, ?> it -> {
        ObjectNode object = JSON.objectNode();
        it.forEach((key, item) -> object.set(String.valueOf(key), value(item)));
        yield object;
      }
      case String it -> JSON.textNode(it);
      case UUID it -> JSON.textNode(it.toString());
      case Instant it -> JSON.textNode(it.toString());
      case Boolean it -> JSON.booleanNode(it);
      case Integer it -> JSON.numberNode(it);
      case Long it -> JSON.numberNode(it);
      case Float it -> JSON.numberNode(it);
      case Double it -> JSON.numberNode(it);
      case ByteBuffer it -> {
        var bytes = new byte[it.remaining()];
        it.duplicate().get(bytes);
        yield JSON.binaryNode(bytes);
      }
      default ->
          throw new IllegalArgumentException("no JSON is known for " + value.getClass().getName());
    };
  }

  /** {@code camera_id} as {@code cameraId}. */
  public static String camelCase(String name) {
    var camel = new StringBuilder(name.length());
    boolean capital = false;
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (letter == '_') {
        capital = true;
      } else {
        camel.append(capital ? Character.toUpperCase(letter) : letter);
        capital = false;
      }
    }
    return camel.toString();
  }
}
