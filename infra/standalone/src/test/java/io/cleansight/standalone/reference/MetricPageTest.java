package io.cleansight.standalone.reference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.standalone.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No service registers a metric but those of {@link Metric}, and the page has each of them. */
@AnalyzeClasses(packages = "io.cleansight", importOptions = ImportOption.DoNotIncludeTests.class)
class MetricPageTest {
  private static final Set<String> REGISTERING =
      Set.of("builder", "counter", "timer", "summary", "gauge", "more", "start", "globalRegistry");

  @ArchTest
  static final ArchRule METERS_ARE_REGISTERED_BY_THE_CATALOGUE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.cleansight.messaging.metric")
          .should()
          .callMethodWhere(
              DescribedPredicate.<JavaMethodCall>describe(
                  "registers a meter",
                  call ->
                      call.getTargetOwner()
                              .getPackageName()
                              .startsWith("io.micrometer.core.instrument")
                          && REGISTERING.contains(call.getName())));

  @Test
  void everyMetricIsOfSomeService() throws IOException {
    for (Metric metric : Metric.values()) {
      assertThat(services(metric)).as("modules that register %s", metric).isNotEmpty();
    }
  }

  /** A count that begins with its first event is seen only from its second on. */
  @Test
  void namesAndLabelsArePrometheusOwn() {
    for (Metric metric : Metric.values()) {
      assertThat(Metrics.exposed(metric).keySet())
          .as("%s", metric)
          .isNotEmpty()
          .allMatch(it -> it.startsWith("cleansight_"));
    }
  }

  @Test
  void thePageHasEveryMetric() throws IOException {
    var page =
        new ReferencePage(
            "metrics.md",
            "Metrics",
            """
            What the services answer to Prometheus at `/actuator/prometheus`, each at its own port. Names and labels stay: a new release
            adds to them. Every series has besides what Prometheus adds (`job`, `instance`). A label has no other values than those said
            here; should one come up it is `other`. Dashboards and rules that ask for them: [dashboards](../../helm/cleansight/files/dashboards),
            [rules](../../helm/cleansight/files/rules).""");
    page.section("Ours").table("metric", "kind", "labels", "says", "of");
    for (Metric metric : Metric.values()) {
      page.row(
          Metrics.exposed(metric).keySet().stream()
              .map(ReferencePage::code)
              .collect(Collectors.joining("<br>")),
          kind(metric),
          metric.labels().stream().map(Metrics::words).collect(Collectors.joining("<br>")),
          metric.text(),
          String.join(", ", services(metric)));
    }
    page.section("Of Spring, Kafka and the JVM")
        .paragraph(
            "Those that our dashboards and alerts ask for; the services have many more, under the"
                + " names that Micrometer gives them.")
        .table("metric", "of", "says");
    Metrics.OF_OTHERS.forEach(
        (name, words) -> {
          String[] parts = words.split("\\|", 2);
          page.row(ReferencePage.code(name), parts[0], parts[1]);
        });
    page.assertIsWritten();
  }

  private static String kind(Metric metric) {
    return switch (metric.kind()) {
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      case SIZE -> "histogram";
      case QUICK, SLOW -> "histogram, seconds";
    };
  }

  private static Set<String> services(Metric metric) throws IOException {
    var services = new TreeSet<String>();
    for (Path source : Sources.of("src/main/java")) {
      if (Files.readString(source).matches("(?s).*\\bMetric\\." + metric.name() + "\\b.*")) {
        services.add(Sources.HOME.relativize(source).getName(0).toString());
      }
    }
    return services;
  }
}
