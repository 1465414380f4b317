package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With a schema registry every service finds it, and a job fills it first. */
class ChartSchemaRegistryTest {
  private static final List<Map<String, Object>> OBJECTS =
      Chart.objects(
          Chart.template().withValuesFile(Chart.FOLDER.resolve("ci/schemas-values.yaml")).call());

  @Test
  void everyServiceFindsTheRegistry() {
    assertThat(Chart.workloads(OBJECTS)).hasSize(Service.values().length);
    assertThat(Chart.workloads(OBJECTS)).allSatisfy(ChartSchemaRegistryTest::findsIt);
    assertThat(Chart.environment(Chart.workload(Service.CAPTURE)))
        .doesNotContainKeys("REGISTRY_URL", "TOPIC_FRAMING");
  }

  @Test
  void aJobRegistersTheSchemasAndReachesNothingElse() {
    Map<String, Object> job =
        Chart.ofKind(OBJECTS, "Job").stream()
            .filter(it -> name(it).contains("register-schemas"))
            .findFirst()
            .orElseThrow();
    findsIt(job);
    assertThat(Chart.environment(job)).hasSize(5);
    Map<String, Object> container =
        Chart.list(Chart.at(job, "spec", "template", "spec"), "containers").getFirst();
    assertThat(container).containsEntry("args", List.of("register-schemas"));
    assertThat(String.valueOf(container.get("image"))).contains("/persistence-service:");
    Map<String, Object> policy =
        Chart.ofKind(OBJECTS, "NetworkPolicy").stream()
            .filter(it -> name(it).endsWith("register-schemas"))
            .findFirst()
            .orElseThrow();
    assertThat(Chart.list(Chart.at(policy, "spec"), "egress").toString())
        .contains("port=53", "port=8080", "port=443")
        .doesNotContain("port=5432", "port=9092");
  }

  @Test
  void withoutARegistryThereIsNoJob() {
    assertThat(Chart.ofKind(Chart.rendered(), "Job"))
        .extracting(ChartSchemaRegistryTest::name)
        .noneMatch(it -> it.contains("register-schemas"));
  }

  private static void findsIt(Map<String, Object> object) {
    Map<String, Map<String, Object>> environment = Chart.environment(object);
    assertThat(environment).containsKeys("REGISTRY_USERNAME", "REGISTRY_PASSWORD");
    assertThat(environment.get("REGISTRY_URL"))
        .containsEntry("value", "https://registry.example.com/apis/ccompat/v7");
    assertThat(environment.get("TOPIC_FRAMING")).containsEntry("value", "confluent");
    Map<String, Object> pod = Chart.at(object, "spec", "template", "spec");
    assertThat(environment.get("REGISTRY_CA_FILE"))
        .containsEntry("value", "/etc/cleansight/registry/ca.crt");
    assertThat(Chart.list(Chart.list(pod, "containers").getFirst(), "volumeMounts").toString())
        .contains("/etc/cleansight/registry");
    assertThat(Chart.list(pod, "volumes").toString()).contains("schema-registry-ca");
  }

  private static String name(Map<String, Object> object) {
    return String.valueOf(Chart.at(object, "metadata").get("name"));
  }
}
