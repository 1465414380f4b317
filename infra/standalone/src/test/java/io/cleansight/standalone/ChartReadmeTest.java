package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The chart's README lists every value with what values.yaml says of it. */
class ChartReadmeTest {
  private static final Path README = Chart.FOLDER.resolve("README.md");
  private static final String BEGIN = "<!-- values, written by ChartReadmeTest -->\n";
  private static final String END = "<!-- end of values -->\n";
  private static final Pattern KEY = Pattern.compile("( *)([\\w-]+):(?: (.*))?");
  private static final String SAID = "# -- ";

  /** A value, what stands for it if nothing is said, and what it is. */
  private record Entry(String path, String standard, String text) {
    String row() {
      return "| `%s` | %s | %s |\n"
          .formatted(
              path,
              standard.isEmpty() ? "" : "`" + standard.replace("|", "\\|") + "`",
              text.replace("|", "\\|").replace("<", "&lt;"));
    }
  }

  /** Values that have a line of their own, in their order. */
  private static List<Entry> entries() throws IOException {
    var entries = new ArrayList<Entry>();
    var path = new ArrayList<String>();
    String said = "";
    for (String line : Files.readAllLines(Chart.FOLDER.resolve("values.yaml"))) {
      Matcher key = KEY.matcher(line);
      if (line.strip().startsWith(SAID)) {
        said = line.strip().substring(SAID.length());
      } else if (key.matches()) {
        int depth = key.group(1).length() / 2;
        path.subList(Math.min(depth, path.size()), path.size()).clear();
        path.add(key.group(2));
        if (!said.isEmpty()) {
          entries.add(new Entry(String.join(".", path), shown(key.group(3)), said));
        }
        said = "";
      }
    }
    return entries;
  }

  private static String shown(@Nullable String value) {
    return value == null ? "" : value;
  }

  @Test
  void everyValueIsExplained() throws IOException {
    var explained = entries().stream().map(Entry::path).collect(Collectors.toSet());
    var silent = new TreeSet<String>();
    collect("", Chart.values(), explained, silent);
    assertThat(silent).isEmpty();
    assertThat(explained).hasSizeGreaterThan(120);
  }

  private static void collect(
      String path, Map<String, Object> values, Set<String> explained, Set<String> silent) {
    values.forEach(
        (key, value) -> {
          String here = path.isEmpty() ? key : path + "." + key;
          if (!explained.contains(here)) {
            if (value instanceof Map<?, ?>) {
              collect(here, Chart.map(value), explained, silent);
            } else {
              silent.add(here);
            }
          }
        });
  }

  @Test
  void everythingThatAServiceMayHaveIsExplained() throws IOException {
    String readme = Files.readString(README);
    String section = readme.substring(readme.indexOf("## A service"), readme.indexOf("## Values"));
    Set<String> explained =
        section
            .lines()
            .filter(it -> it.startsWith("| `"))
            .flatMap(it -> Pattern.compile("`(\\w+)`").matcher(it.split("\\|")[1]).results())
            .map(it -> it.group(1))
            .collect(Collectors.toSet());
    Map<String, Object> schema =
        Chart.load(Files.readString(Chart.FOLDER.resolve("values.schema.json")));
    var own = new TreeSet<>(Chart.at(schema, "$defs", "service", "properties").keySet());
    own.removeAll(Chart.at(Chart.values(), "pods").keySet());
    assertThat(explained).containsExactlyInAnyOrderElementsOf(own);
  }

  @Test
  void theReadmeSaysTheSame() throws IOException {
    String table =
        "| value | default | what it is |\n| --- | --- | --- |\n"
            + entries().stream().map(Entry::row).collect(Collectors.joining());
    String readme = Files.readString(README);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    String expected = readme.substring(0, begin) + table + readme.substring(readme.indexOf(END));
    if (Boolean.getBoolean("topics.write")) {
      Files.writeString(README, expected);
    }
    assertThat(README)
        .as(
            "written anew by ./mvnw -pl infra/standalone test -Dtest=ChartReadmeTest"
                + " -Dtopics.write=true")
        .content()
        .isEqualTo(expected);
  }
}
