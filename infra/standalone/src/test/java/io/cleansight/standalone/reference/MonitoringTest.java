package io.cleansight.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cleansight.standalone.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * No panel and no rule asks for what there is not, every alert has its page, and promtool takes all
 * of it (Debian's {@code prometheus}; without it that part is skipped).
 */
class MonitoringTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Path RUNBOOKS = Sources.HOME.resolve("docs/runbooks");

  /** What Prometheus itself makes, and the labels that it adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up");

  private static final Set<String> ADDED_LABELS = Set.of("job", "instance");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final int COLUMNS = 24;

  @TempDir Path folder;

  @Test
  void nothingIsAskedForThatIsNotThere() throws IOException {
    Map<String, Set<String>> ours = Metrics.ours();
    var known = new HashSet<String>(ours.keySet());
    known.addAll(Metrics.OF_OTHERS.keySet());
    known.addAll(OF_PROMETHEUS);
    Monitoring.rules().forEach(it -> known.add(String.valueOf(it.get("record"))));
    List<Expression> expressions = Monitoring.expressions();
    assertThat(expressions).hasSizeGreaterThan(50);
    for (Expression it : expressions) {
      assertThat(it.metrics()).as("%s", it).isNotEmpty();
      assertThat(known).as("%s", it).containsAll(it.metrics().keySet());
    }
  }

  @Test
  void ourMetricsAreChosenByLabelsThatTheyHave() throws IOException {
    Map<String, Set<String>> ours = Metrics.ours();
    for (Expression it : Monitoring.expressions()) {
      var labels = new TreeSet<String>(ADDED_LABELS);
      it.metrics()
          .forEach(
              (metric, chosen) -> {
                Set<String> of = ours.getOrDefault(metric, Set.of());
                labels.addAll(of);
                if (ours.containsKey(metric)) {
                  assertThat(of).as("%s of %s", metric, it).containsAll(chosen);
                }
              });
      if (ours.keySet().containsAll(it.metrics().keySet())) {
        assertThat(labels).as("%s", it).containsAll(it.groups());
      }
    }
  }

  @Test
  void ofOthersNoneIsExplainedThatNobodyAsksFor() throws IOException {
    var asked = new TreeSet<String>();
    Monitoring.expressions().forEach(it -> asked.addAll(it.metrics().keySet()));
    assertThat(asked).containsAll(Metrics.OF_OTHERS.keySet());
  }

  @Test
  void everyAlertHasAPageAndEveryPageAnAlert() throws IOException {
    Map<String, String> runbooks = Monitoring.runbooks();
    assertThat(runbooks).hasSizeGreaterThan(10);
    for (var alert : runbooks.entrySet()) {
      Path page = Sources.HOME.resolve(alert.getValue());
      assertThat(page).as("%s", alert).isRegularFile();
      assertThat(Files.readString(page)).startsWith("# " + alert.getKey() + "\n");
    }
    assertThat(Monitoring.files(RUNBOOKS, ".md"))
        .extracting(it -> Sources.HOME.relativize(it).toString())
        .containsExactlyInAnyOrderElementsOf(runbooks.values());
  }

  @Test
  void whatThePagesLinkToIsThere() throws IOException {
    for (Path page : Monitoring.files(RUNBOOKS, ".md")) {
      var links = LINK.matcher(Files.readString(page)).results().map(it -> it.group(1)).toList();
      assertThat(links).as("%s", page).isNotEmpty();
      for (String link : links) {
        assertThat(page.resolveSibling(link)).as("%s links to it", page).exists();
      }
    }
  }

  @Test
  void panelsOfADashboardDoNotLieOnOneAnother() throws IOException {
    var uids = new ArrayList<String>();
    for (JsonNode dashboard : Monitoring.dashboards()) {
      uids.add(dashboard.path("uid").asString());
      var cells = new HashSet<String>();
      var ids = new HashSet<Integer>();
      for (JsonNode panel : dashboard.path("panels")) {
        assertThat(ids.add(panel.path("id").asInt())).as("%s", panel).isTrue();
        assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
        JsonNode at = panel.path("gridPos");
        assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
        for (int x = 0; x < at.path("w").asInt(); x++) {
          for (int y = 0; y < at.path("h").asInt(); y++) {
            String cell = (at.path("x").asInt() + x) + " " + (at.path("y").asInt() + y);
            assertThat(cells.add(cell)).as("%s at %s", panel.path("title"), cell).isTrue();
          }
        }
      }
    }
    assertThat(uids)
        .containsExactlyInAnyOrder(
            "cleansight-alerts", "cleansight-cameras", "cleansight-pipeline", "cleansight-record");
  }

  @Test
  void everyAlertIsSeenToFire() throws IOException {
    String tests = Files.readString(Monitoring.PROMETHEUS.resolve("tests/alerts.yml"));
    assertThat(Monitoring.runbooks().keySet())
        .allMatch(it -> tests.contains("{alertname=\"" + it + "\"}"));
  }

  @Test
  void promtoolTakesTheRulesAndTheyFireWhenTheyShould() throws Exception {
    assumePromtool();
    for (Path rules : Monitoring.files(Monitoring.RULES, ".yml")) {
      promtool("check", "rules", rules.toString());
    }
    promtool("test", "rules", Monitoring.PROMETHEUS.resolve("tests/alerts.yml").toString());
  }

  @Test
  void promtoolTakesWhatThePanelsAsk() throws Exception {
    assumePromtool();
    var rules = new ArrayList<Map<String, String>>();
    for (Expression it : Monitoring.ofPanels()) {
      rules.add(Map.of("record", "panel:" + rules.size(), "expr", it.text()));
    }
    Map<String, ?> file = Map.of("groups", List.of(Map.of("name", "panels", "rules", rules)));
    // JSON is YAML.
    Path written =
        Files.writeString(folder.resolve("panels.yml"), new JsonMapper().writeValueAsString(file));
    promtool("check", "rules", written.toString());
  }

  private static void assumePromtool() {
    boolean there = Files.isExecutable(PROMTOOL);
    if (!there) {
      System.out.println("SKIPPED: no " + PROMTOOL + " (Debian's package prometheus)");
    }
    assumeTrue(there, "no promtool: install Debian's package prometheus");
  }

  private static void promtool(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    assertThat(said).contains("SUCCESS");
  }
}
