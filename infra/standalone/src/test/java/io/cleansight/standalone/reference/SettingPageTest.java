package io.cleansight.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.standalone.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page has every setting: those of the records, from the metadata that the build makes of them,
 * those that the YAML files set, and those that are named in the code alone.
 */
class SettingPageTest {
  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final Pattern ELEMENT = Pattern.compile("List<(io\\.cleansight\\.[\\w.$]+)>");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{([a-z][a-z0-9.-]+)(?::([^}]*))?}");

  /** The first part of a class's package after ours, and whose settings those are. */
  private static final Map<String, String> OWNERS =
      new TreeMap<>(
          Map.of(
              "messaging", "Every service",
              "snapshot", "persistence-service and query-api",
              "capture", "capture-service",
              "inference", "inference-service",
              "persistence", "persistence-service",
              "alert", "alert-service",
              "query", "query-api",
              "bridge", "bridge-service"));

  private record Setting(String owner, String name, String type, String value, String words) {}

  @Test
  void everySettingIsExplained() throws IOException {
    assertThat(settings())
        .hasSizeGreaterThan(80)
        .filteredOn(it -> it.words().isBlank() && !it.name().contains("[]"))
        .as("a @param of its record says what it is")
        .isEmpty();
  }

  @Test
  void thePageHasEverySetting() throws IOException {
    var page =
        new ReferencePage(
            "settings.md",
            "Settings",
            """
            Each may be given as the environment variable that stands beside it; as one that is called after it (`capture.first-retry` is
            `CAPTURE_FIRSTRETRY`, `capture.cameras[0].id` is `CAPTURE_CAMERAS_0_ID`); as an argument (`--capture.first-retry=2s`); in a
            file (`SPRING_CONFIG_ADDITIONAL_LOCATION`); or within `SPRING_APPLICATION_JSON`. Durations are written `500ms`, `10s`, `5m`, `1h`,
            `7d`, sizes `32MB`. A wrong value ends the start with its name.""");
    List<Setting> settings = settings();
    for (String owner : new TreeSet<>(OWNERS.values())) {
      page.section(owner).table("setting", "type", "default", "environment", "says");
      settings.stream().filter(it -> it.owner().equals(owner)).forEach(it -> add(page, it));
    }
    addOthers(page, settings.stream().map(Setting::name).collect(Collectors.toSet()));
    page.assertIsWritten();
  }

  private static void add(ReferencePage page, Setting setting) {
    var line = SettingFile.find(setting.name());
    page.row(
        ReferencePage.code(setting.name()),
        setting.type(),
        ReferencePage.code(line.map(SettingFile.Line::value).orElse(setting.value())),
        ReferencePage.code(line.flatMap(it -> Optional.ofNullable(it.variable())).orElse("")),
        setting.words());
  }

  /** What is set of Spring, Kafka and others, and what has no record. */
  private static void addOthers(ReferencePage page, Set<String> known) throws IOException {
    for (SettingFile file : SettingFile.ALL) {
      boolean shared = file.module().equals("messaging");
      page.section(
              (shared ? "Every service" : file.module())
                  + ": of Spring, Kafka and without a record")
          .table("setting", "as shipped", "environment", "says");
      file.lines().stream()
          .filter(it -> !known.contains(it.name()))
          .forEach(
              it ->
                  page.row(
                      ReferencePage.code(it.name()),
                      ReferencePage.code(it.value()),
                      ReferencePage.code(String.valueOf(it.variable()).replace("null", "")),
                      it.comment()));
    }
    page.section("Named in the code alone")
        .paragraph("How often recurring work is done; tests shorten it.")
        .table("setting", "default", "of");
    var lines =
        SettingFile.ALL.stream().flatMap(it -> it.lines().stream()).map(SettingFile.Line::name);
    var written = lines.collect(Collectors.toSet());
    inTheCode()
        .forEach(
            (name, where) -> {
              if (!known.contains(name) && !written.contains(name)) {
                page.row(ReferencePage.code(name), ReferencePage.code(where.get(0)), where.get(1));
              }
            });
  }

  private static Map<String, List<String>> inTheCode() throws IOException {
    var found = new TreeMap<String, List<String>>();
    for (Path source : Sources.of("src/main/java")) {
      Matcher matcher = PLACEHOLDER.matcher(Files.readString(source));
      while (matcher.find()) {
        String value = matcher.group(2) == null ? "" : matcher.group(2);
        String module = Sources.HOME.relativize(source).getName(0).toString();
        found.merge(
            matcher.group(1),
            List.of(value, module),
            (one, other) -> one.getFirst().isEmpty() ? other : one);
      }
    }
    return found;
  }

  private static List<Setting> settings() throws IOException {
    var settings = new ArrayList<Setting>();
    for (URL file :
        Collections.list(SettingPageTest.class.getClassLoader().getResources(METADATA))) {
      try (InputStream in = file.openStream()) {
        for (JsonNode it : new JsonMapper().readTree(in).path("properties")) {
          if (it.path("sourceType").asString("").startsWith("io.cleansight.")) {
            settings.addAll(settings(it));
          }
        }
      }
    }
    settings.sort(Comparator.comparing(Setting::name));
    return settings;
  }

  private static List<Setting> settings(JsonNode described) {
    String owner =
        String.valueOf(OWNERS.get(described.path("sourceType").asString().split("\\.", -1)[2]));
    String name = described.path("name").asString();
    String type = described.path("type").asString();
    var settings = new ArrayList<Setting>();
    settings.add(
        new Setting(
            owner,
            name,
            words(type),
            value(described.path("defaultValue")),
            RecordWords.plain(described.path("description").asString(""))));
    Matcher element = ELEMENT.matcher(type);
    if (element.find()) {
      settings.addAll(ofElement(owner, name + "[]", load(element.group(1))));
    }
    return settings;
  }

  private static List<Setting> ofElement(String owner, String name, Class<?> type) {
    var settings = new ArrayList<Setting>();
    Map<String, String> words = RecordWords.of(type);
    Parameter[] parameters = type.getDeclaredConstructors()[0].getParameters();
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      DefaultValue value = parameters[i].getAnnotation(DefaultValue.class);
      String component = components[i].getName();
      settings.add(
          new Setting(
              owner,
              name + "." + component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT),
              words(components[i].getGenericType().getTypeName()),
              value == null ? "" : String.join(",", value.value()),
              words.getOrDefault(component, "")));
    }
    return settings;
  }

  private static String value(JsonNode value) {
    return value.isArray()
        ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
        : value.asString("").replaceAll("^\\[(.*)]$", "$1").replace(", ", ",");
  }

  /** A type as people call it; of one with few values those. */
  private static String words(String type) {
    if (type.startsWith("io.cleansight.") && !type.contains("<")) {
      Class<?> found = load(type);
      if (found.isEnum()) {
        return Stream.of(found.getEnumConstants())
            .map(it -> ReferencePage.code(ReferencePage.lower((Enum<?>) it)))
            .collect(Collectors.joining(", "));
      }
    }
    return ReferencePage.code(
        type.replaceAll("@?[\\w.]+\\.(?:\\w+\\$)?(\\w+)", "$1").toLowerCase(Locale.ROOT));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no class " + name, e);
    }
  }
}
