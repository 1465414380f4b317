package io.cleansight.standalone.reference;

import io.cleansight.standalone.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboards and rules that we ship. */
final class Monitoring {
  static final Path PROMETHEUS = Sources.HOME.resolve("infra/prometheus");
  static final Path RULES = Sources.HOME.resolve("helm/cleansight/files/rules");
  static final Path DASHBOARDS = Sources.HOME.resolve("helm/cleansight/files/dashboards");

  private Monitoring() {}

  static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(it -> it.toString().endsWith(ending)).sorted().toList();
    }
  }

  static List<JsonNode> dashboards() throws IOException {
    var dashboards = new ArrayList<JsonNode>();
    for (Path file : files(DASHBOARDS, ".json")) {
      dashboards.add(new JsonMapper().readTree(Files.readString(file)));
    }
    return dashboards;
  }

  /** Every rule of every file, as YAML has it. */
  static List<Map<?, ?>> rules() throws IOException {
    var rules = new ArrayList<Map<?, ?>>();
    for (Path file : files(RULES, ".yml")) {
      Map<?, ?> loaded = new Yaml().load(Files.readString(file));
      for (Object group : (List<?>) part(loaded, "groups")) {
        ((List<?>) part((Map<?, ?>) group, "rules")).forEach(it -> rules.add((Map<?, ?>) it));
      }
    }
    return rules;
  }

  /** The alerts' names, each with the path of its page. */
  static Map<String, String> runbooks() throws IOException {
    var runbooks = new TreeMap<String, String>();
    for (Map<?, ?> rule : rules()) {
      if (rule.get("alert") instanceof String name) {
        runbooks.put(
            name, String.valueOf(((Map<?, ?>) part(rule, "annotations")).get("runbook_url")));
      }
    }
    return runbooks;
  }

  /** All that is asked of Prometheus. */
  static List<Expression> expressions() throws IOException {
    var expressions = new ArrayList<Expression>();
    for (Map<?, ?> rule : rules()) {
      Object name = rule.containsKey("alert") ? rule.get("alert") : rule.get("record");
      expressions.add(new Expression("rule " + name, String.valueOf(rule.get("expr"))));
    }
    expressions.addAll(ofPanels());
    return expressions;
  }

  static List<Expression> ofPanels() throws IOException {
    var expressions = new ArrayList<Expression>();
    for (JsonNode dashboard : dashboards()) {
      for (JsonNode panel : dashboard.path("panels")) {
        String where = dashboard.path("uid").asString() + ": " + panel.path("title").asString();
        for (JsonNode target : panel.path("targets")) {
          expressions.add(Expression.ofPanel(where, target.path("expr").asString()));
        }
      }
    }
    return expressions;
  }

  private static Object part(Map<?, ?> whole, String name) {
    return Objects.requireNonNull(whole.get(name), name);
  }
}
