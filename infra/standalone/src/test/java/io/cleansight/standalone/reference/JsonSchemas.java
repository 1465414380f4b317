package io.cleansight.standalone.reference;

import io.cleansight.bridge.json.EventJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** JSON Schemas of what bridge-service writes, as they follow from the events' Avro schemas. */
final class JsonSchemas {
  private JsonSchemas() {}

  /** Of a CloudEvent in structured mode whose data is such an event. */
  static Map<String, Object> cloudEvent(Schema event) {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("specversion", constant("1.0"));
    properties.put("id", described(text(null), "As ce_id of the Avro record."));
    properties.put("source", described(text("uri-reference"), "As ce_source."));
    properties.put("type", constant("io.cleansight." + event.getName()));
    properties.put("datacontenttype", constant("application/json"));
    properties.put("subject", described(text(null), "The camera's id."));
    properties.put("time", described(text("date-time"), "As ce_time."));
    properties.put("data", of(event));
    return object(
        properties, List.of("specversion", "id", "source", "type", "datacontenttype", "data"));
  }

  /** Of a judged frame in DeepStream's minimal schema. */
  static Map<String, Object> deepStream() {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("version", constant("4.0"));
    properties.put("id", described(text(null), "The frame's sequence number."));
    properties.put("@timestamp", described(text("date-time"), "When it was captured."));
    properties.put("sensorId", described(text(null), "The camera's id."));
    properties.put(
        "objects",
        array(
            described(
                text(null),
                "track|left|top|right|bottom|Person|#|item=verdict…|confidence, in pixels")));
    return object(properties, List.copyOf(properties.keySet()));
  }

  /** Every field is there, also where it is null. */
  private static Map<String, Object> of(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> {
        var properties = new LinkedHashMap<String, Object>();
        for (Schema.Field field : schema.getFields()) {
          properties.put(
              EventJson.camelCase(field.name()), described(of(field.schema()), field.doc()));
        }
        yield described(object(properties, List.copyOf(properties.keySet())), schema.getDoc());
      }
      case UNION -> nullable(of(schema.getTypes().getLast()));
      case ARRAY -> array(of(schema.getElementType()));
      case MAP -> {
        var map = type("object");
        map.put("additionalProperties", of(schema.getValueType()));
        yield map;
      }
      case BYTES -> {
        var bytes = type("string");
        bytes.put("contentEncoding", "base64");
        yield bytes;
      }
      case STRING -> text(named(schema, "uuid") ? "uuid" : null);
      case LONG -> named(schema, "timestamp-micros") ? text("date-time") : type("integer");
      case INT -> type("integer");
      case FLOAT, DOUBLE -> type("number");
      case BOOLEAN -> type("boolean");
      case NULL, ENUM, FIXED ->
          throw new IllegalArgumentException("no event of ours has a " + schema.getType());
    };
  }

  private static boolean named(Schema schema, String logical) {
    LogicalType type = schema.getLogicalType();
    return type != null && type.getName().equals(logical);
  }

  private static Map<String, Object> nullable(Map<String, Object> schema) {
    if (schema.get("type") instanceof String type && !type.equals("object")) {
      schema.put("type", List.of(type, "null"));
      return schema;
    }
    var either = new LinkedHashMap<String, Object>();
    either.put("anyOf", List.of(schema, type("null")));
    return either;
  }

  private static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
    var object = type("object");
    object.put("required", new ArrayList<>(required));
    object.put("properties", properties);
    return object;
  }

  private static Map<String, Object> array(Map<String, Object> items) {
    var array = type("array");
    array.put("items", items);
    return array;
  }

  private static Map<String, Object> text(@Nullable String format) {
    var text = type("string");
    if (format != null) {
      text.put("format", format);
    }
    return text;
  }

  private static Map<String, Object> constant(String value) {
    var constant = type("string");
    constant.put("const", value);
    return constant;
  }

  private static Map<String, Object> type(String name) {
    var type = new LinkedHashMap<String, Object>();
    type.put("type", name);
    return type;
  }

  private static Map<String, Object> described(Map<String, Object> schema, @Nullable String words) {
    if (words != null) {
      schema.put("description", words);
    }
    return schema;
  }
}
