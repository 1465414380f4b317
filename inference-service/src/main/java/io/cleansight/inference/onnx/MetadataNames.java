package io.cleansight.inference.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Class names as exporters write them: a Python dictionary by index or a list, both of which YAML
 * reads.
 */
final class MetadataNames {
  private static final int LONGEST = 100_000;

  private MetadataNames() {}

  static List<String> parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("metadata names is over " + LONGEST + " characters");
    }
    return switch (read(text)) {
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case Map<?, ?> map -> byIndex(map);
      case null, default ->
          throw new IllegalArgumentException(
              "metadata names is neither a list nor a map: set classes in model.yaml");
    };
  }

  private static @Nullable Object read(String text) {
    try {
      return new YAMLMapper().readValue(text, Object.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "metadata names cannot be read: set classes in model.yaml", e);
    }
  }

  private static List<String> byIndex(Map<?, ?> map) {
    var names = new ArrayList<String>();
    for (int i = 0; i < map.size(); i++) {
      Object name = map.get(Integer.toString(i));
      if (name == null) {
        throw new IllegalArgumentException(
            "metadata names has no class " + i + ": set classes in model.yaml");
      }
      names.add(String.valueOf(name));
    }
    return List.copyOf(names);
  }
}
