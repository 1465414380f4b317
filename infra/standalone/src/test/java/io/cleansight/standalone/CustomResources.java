package io.cleansight.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of Strimzi, KEDA, the Prometheus operator and the Gateway API, by the schemas of their
 * definitions (under {@code crds}, without descriptions): what these do not have is a fault.
 */
final class CustomResources {
  private static final Set<String> EVERYWHERE = Set.of("apiVersion", "kind", "metadata");

  private final BiConsumer<String, String> faults;

  /**
   * @param faults takes the place of a fault, and what it is
   */
  CustomResources(BiConsumer<String, String> faults) {
    this.faults = faults;
  }

  void check(Map<String, Object> object) {
    String version = String.valueOf(object.get("apiVersion"));
    Object schema = schemas(String.valueOf(object.get("kind"))).get(version);
    if (schema == null) {
      faults.accept(".apiVersion", "has no such kind: " + version);
      return;
    }
    Map<String, Object> fields = Chart.at(Chart.map(schema), "properties");
    object.forEach(
        (key, value) -> {
          if (!EVERYWHERE.contains(key)) {
            member("", key, fields.get(key), value);
          }
        });
  }

  private static Map<String, Object> schemas(String kind) {
    try (InputStream in =
        Objects.requireNonNull(
            CustomResources.class.getResourceAsStream("/crds/" + kind + ".json"),
            () -> "no definition of " + kind)) {
      return Chart.at(
          Chart.load(new String(in.readAllBytes(), StandardCharsets.UTF_8)), "versions");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void member(String path, Object key, @Nullable Object schema, @Nullable Object value) {
    String here = path + "." + key;
    if (schema == null) {
      faults.accept(here, "is no field");
    } else if (value == null) {
      faults.accept(here, "is empty");
    } else {
      check(here, Chart.map(schema), value);
    }
  }

  private void check(String path, Map<String, Object> schema, Object value) {
    if (schema.containsKey("x-kubernetes-int-or-string")) {
      require(path, value instanceof Integer || value instanceof String, value);
      return;
    }
    switch (String.valueOf(schema.get("type"))) {
      case "object" -> checkObject(path, schema, value);
      case "array" -> checkArray(path, schema, value);
      case "string" -> checkString(path, schema, value);
      case "integer" -> checkInteger(path, schema, value);
      case "boolean" -> require(path, value instanceof Boolean, value);
      default -> faults.accept(path, "has a schema that is not known: " + schema);
    }
  }

  private void checkObject(String path, Map<String, Object> schema, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      faults.accept(path, "is no object but " + value);
      return;
    }
    if (schema.containsKey("x-kubernetes-preserve-unknown-fields")) {
      return;
    }
    Object further = schema.get("additionalProperties");
    Map<String, Object> fields = Chart.map(schema.getOrDefault("properties", Map.of()));
    map.forEach((key, its) -> member(path, key, fields.getOrDefault(key, further), its));
    ((List<?>) schema.getOrDefault("required", List.of()))
        .stream()
            .filter(it -> !map.containsKey(it))
            .forEach(it -> faults.accept(path + "." + it, "is missing"));
  }

  private void checkArray(String path, Map<String, Object> schema, Object value) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(path + "[" + i + "]", Chart.at(schema, "items"), list.get(i));
      }
    } else {
      faults.accept(path, "is no list but " + value);
    }
  }

  private void checkString(String path, Map<String, Object> schema, Object value) {
    require(
        path,
        value instanceof String text
            && Pattern.compile(String.valueOf(schema.getOrDefault("pattern", "")))
                .matcher(text)
                .find()
            && ((List<?>) schema.getOrDefault("enum", List.of(text))).contains(text),
        value);
  }

  private void checkInteger(String path, Map<String, Object> schema, Object value) {
    require(
        path,
        value instanceof Integer number
            && number >= (int) schema.getOrDefault("minimum", Integer.MIN_VALUE)
            && number <= (int) schema.getOrDefault("maximum", Integer.MAX_VALUE),
        value);
  }

  private void require(String path, boolean met, Object value) {
    if (!met) {
      faults.accept(path, "may not be " + value);
    }
  }
}
