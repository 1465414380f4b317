package io.cleansight.query.openapi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests by an OpenAPI description: of each operation in turn, with parameters and bodies that
 * its schemas and examples allow, and of half of them something made wrong.
 */
final class Requests {
  private static final int LONG = 10_000;
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What goes wrong at boundaries, whatever is wanted there. */
  private static final List<String> BAD =
      List.of(
          "",
          " ",
          "../../etc/passwd",
          "a\u0000b",
          "\u202Eabc",
          "x".repeat(LONG),
          "1e9",
          "-1",
          "NaN",
          "99999999999999999999",
          "' OR 1=1 --",
          "%00",
          "<script>alert(1)</script>",
          "{}",
          "2026-02-30T25:61:00Z",
          "null");

  private static final RandomGenerator<String> TEXTS =
      generator(Arbitraries.strings().ofMaxLength(60));
  private static final RandomGenerator<Long> NUMBERS = generator(Arbitraries.longs());
  private static final RandomGenerator<Double> FRACTIONS = generator(Arbitraries.doubles());

  private final JsonNode api;
  private final Random random;
  private final List<Operation> operations = new ArrayList<>();
  private int next;

  private record Operation(String path, String method, JsonNode described) {}

  /**
   * A request.
   *
   * @param path with its query
   * @param body null: none
   */
  record Made(
      String method,
      String path,
      Map<String, String> headers,
      @Nullable String body,
      JsonNode operation) {}

  Requests(JsonNode api, long seed) {
    this.api = api;
    this.random = new Random(seed);
    api.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        it ->
                            operations.add(
                                new Operation(path.getKey(), it.getKey(), it.getValue()))));
  }

  private static <T> RandomGenerator<T> generator(Arbitrary<T> values) {
    return values.generator(1000, true);
  }

  /** The next one; right commands only if they are wanted. */
  Made next(boolean commands) {
    Operation operation = operations.get(next++ % operations.size());
    boolean command = !operation.method().equals("get");
    boolean wrong = (command && !commands) || random.nextBoolean();
    var parameters = new ArrayList<JsonNode>();
    operation.described().path("parameters").forEach(parameters::add);
    boolean hasBody = operation.described().has("requestBody");
    int spoilt = wrong && !hasBody ? random.nextInt(Math.max(1, parameters.size())) : -1;
    String path = operation.path();
    var query = new ArrayList<String>();
    var headers = new LinkedHashMap<String, String>();
    for (int i = 0; i < parameters.size(); i++) {
      JsonNode parameter = parameters.get(i);
      boolean required = parameter.path("required").asBoolean(false);
      if (!required && i != spoilt && random.nextInt(3) > 0) {
        continue;
      }
      String value = i == spoilt ? bad() : right(parameter);
      switch (parameter.get("in").asString()) {
        case "path" ->
            path = path.replace("{" + parameter.get("name").asString() + "}", pathSafe(value));
        case "query" -> query.add(parameter.get("name").asString() + "=" + encoded(value));
        default -> {
          if (value.chars().allMatch(it -> it > 32 && it < 127) && value.length() < 4000) {
            headers.put(parameter.get("name").asString(), value);
          }
        }
      }
    }
    String body = hasBody ? body(operation, wrong) : null;
    return new Made(
        operation.method().toUpperCase(java.util.Locale.ROOT),
        query.isEmpty() ? path : path + "?" + String.join("&", query),
        headers,
        body,
        operation.described());
  }

  private String bad() {
    return random.nextBoolean() ? BAD.get(random.nextInt(BAD.size())) : TEXTS.next(random).value();
  }

  private String right(JsonNode parameter) {
    JsonNode schema = parameter.path("schema");
    if (parameter.has("example") && random.nextInt(4) > 0) {
      return parameter.get("example").asString();
    }
    if (schema.path("format").asString("").equals("uuid")) {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    }
    return switch (schema.path("type").asString("string")) {
      case "integer" -> String.valueOf(1 + random.nextInt(20));
      case "boolean" -> String.valueOf(random.nextBoolean());
      default ->
          schema.has("default") ? schema.get("default").asString() : "w" + random.nextInt(100);
    };
  }

  private String body(Operation operation, boolean wrong) {
    JsonNode schema =
        operation
            .described()
            .get("requestBody")
            .get("content")
            .get("application/json")
            .get("schema");
    JsonNode example = resolved(schema).get("example");
    JsonNode made = example == null ? value(schema, 4) : example.deepCopy();
    if (!wrong) {
      return made.toString();
    }
    return switch (random.nextInt(5)) {
      case 0 -> made.toString().substring(0, random.nextInt(made.toString().length()));
      case 1 -> value(schema, 4).toString();
      case 2 -> "[".repeat(60) + made + "]".repeat(60);
      case 3 -> TEXTS.next(random).value();
      default -> spoilt(made).toString();
    };
  }

  /** With another value at one of its places. */
  private JsonNode spoilt(JsonNode whole) {
    JsonNode copy = whole.deepCopy();
    var places = new ArrayList<JsonNode>();
    collect(copy, places);
    switch (places.get(random.nextInt(places.size()))) {
      case ObjectNode object -> {
        var names = new ArrayList<>(object.propertyNames());
        String name = names.isEmpty() ? "more" : names.get(random.nextInt(names.size()));
        object.set(name, anything());
      }
      case ArrayNode array -> array.add(anything());
      default -> throw new IllegalStateException("places are objects and arrays");
    }
    return copy;
  }

  private static void collect(JsonNode node, List<JsonNode> places) {
    if (node.isObject() || node.isArray()) {
      places.add(node);
      node.forEach(it -> collect(it, places));
    }
  }

  private JsonNode anything() {
    return switch (random.nextInt(6)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.numberNode(NUMBERS.next(random).value());
      case 2 -> NODES.numberNode(FRACTIONS.next(random).value());
      case 3 -> NODES.booleanNode(random.nextBoolean());
      case 4 -> JSON.createArrayNode().add(bad());
      default -> NODES.stringNode(bad());
    };
  }

  /** One that the schema allows. */
  private JsonNode value(JsonNode given, int depth) {
    JsonNode schema = resolved(given);
    if (schema.has("anyOf")) {
      return value(schema.get("anyOf").get(0), depth);
    }
    JsonNode types = schema.path("type");
    String type = types.isArray() ? types.get(0).asString() : types.asString("");
    return switch (type) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer" -> NODES.numberNode(NUMBERS.next(random).value());
      case "number" -> NODES.numberNode(FRACTIONS.next(random).value());
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "string" -> NODES.stringNode(TEXTS.next(random).value());
      default -> anything();
    };
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.createObjectNode();
    if (depth > 0) {
      for (var property : schema.path("properties").properties()) {
        if (random.nextInt(3) > 0) {
          object.set(property.getKey(), value(property.getValue(), depth - 1));
        }
      }
    }
    return object;
  }

  private JsonNode array(JsonNode schema, int depth) {
    ArrayNode array = JSON.createArrayNode();
    for (int i = random.nextInt(3); i > 0; i--) {
      array.add(value(schema.path("items"), depth - 1));
    }
    return array;
  }

  private JsonNode resolved(JsonNode schema) {
    String ref = schema.path("$ref").asString("");
    return ref.isEmpty() ? schema : api.at(ref.substring(1));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** A path's segment; a server may not see what is empty, or has slashes, as of this path. */
  private static String pathSafe(String value) {
    String safe = encoded(value.replaceAll("[/\\\\.%;\\x00]", "_")).replace("+", "%20");
    return safe.isBlank() || safe.length() > 4000 ? "-" : safe;
  }
}
