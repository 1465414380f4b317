package io.cleansight.standalone.reference;

import io.cleansight.standalone.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What one of the YAML files sets. */
final class SettingFile {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z_0-9]*)(?::(.*))?}");

  /** All of the services; what each imports comes first. */
  static final List<SettingFile> ALL =
      Stream.of(
              "messaging/src/main/resources/cleansight-messaging.yaml",
              "capture-service/src/main/resources/application.yaml",
              "inference-service/src/main/resources/application.yaml",
              "persistence-service/src/main/resources/application.yaml",
              "alert-service/src/main/resources/application.yaml",
              "query-api/src/main/resources/application.yaml",
              "bridge-service/src/main/resources/application.yaml")
          .map(SettingFile::new)
          .toList();

  private final String path;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param variable of the environment, by which it is set; null: by none of its own
   * @param value what holds if nobody sets it
   * @param comment above it in the file
   */
  record Line(String name, @Nullable String variable, String value, String comment) {}

  private SettingFile(String path) {
    this.path = path;
    var options = new LoaderOptions();
    options.setProcessComments(true);
    try (var reader = Files.newBufferedReader(file())) {
      add("", "", new Yaml(options).compose(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String module() {
    return path.substring(0, path.indexOf('/'));
  }

  List<Line> lines() {
    return lines;
  }

  static Optional<Line> find(String setting) {
    return ALL.stream()
        .flatMap(it -> it.lines().stream())
        .filter(it -> it.name().equals(setting))
        .findFirst();
  }

  private Path file() {
    return Sources.HOME.resolve(path);
  }

  private void add(String name, String comment, Node node) {
    switch (node) {
      case MappingNode map -> map.getValue().forEach(it -> add(name, it));
      case SequenceNode list ->
          line(
              name,
              comment,
              list.getValue().stream()
                  .map(it -> ((ScalarNode) it).getValue())
                  .collect(Collectors.joining(",")));
      case ScalarNode scalar -> line(name, comment, scalar.getValue());
      default -> throw new AssertionError(path + ": " + name);
    }
  }

  private void add(String above, NodeTuple tuple) {
    String key = ((ScalarNode) tuple.getKeyNode()).getValue();
    add(
        above.isEmpty() ? key : above + "." + key,
        comment(tuple.getKeyNode()),
        tuple.getValueNode());
  }

  private static String comment(Node key) {
    return key.getBlockComments() == null
        ? ""
        : key.getBlockComments().stream()
            .map(CommentLine::getValue)
            .map(String::strip)
            .collect(Collectors.joining(" "));
  }

  private void line(String name, String comment, String value) {
    Matcher variable = VARIABLE.matcher(value);
    lines.add(
        variable.matches()
            ? new Line(
                name,
                variable.group(1),
                variable.group(2) == null ? "" : variable.group(2),
                comment)
            : new Line(name, null, value, comment));
  }
}
