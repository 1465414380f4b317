package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every set of values in the chart's {@code ci} makes objects that a cluster takes. */
class ChartValuesTest {
  private static final Path SETS = Chart.FOLDER.resolve("ci");

  /** Kinds of volumes that "restricted" lets be. */
  private static final Set<String> VOLUMES =
      Set.of(
          "configMap", "csi", "emptyDir", "image", "persistentVolumeClaim", "projected", "secret");

  static List<Path> sets() {
    try (Stream<Path> files = Files.list(SETS)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Map<String, Object>> rendered(Path set) {
    TemplateCommand template = Chart.bare();
    if (set.endsWith("trial-values.yaml")) {
      template.withValuesFile(Chart.FOLDER.resolve("values-trial.yaml"));
    }
    return Chart.objects(template.withValuesFile(set).set("migrations.hook", false).call());
  }

  @Test
  void setsAreAsManyAsThereAreWaysToInstallIt() {
    assertThat(sets())
        .extracting(it -> it.getFileName().toString().replace("-values.yaml", ""))
        .containsExactly(
            "denied",
            "gpu",
            "minimal",
            "oidc",
            "openshift",
            "registry",
            "s3",
            "sasl",
            "scaling",
            "schemas",
            "strimzi",
            "trial");
    Set<Object> kinds =
        sets().stream()
            .flatMap(it -> rendered(it).stream())
            .map(it -> it.get("kind"))
            .collect(Collectors.toSet());
    assertThat(kinds)
        .contains(
            "KafkaTopic",
            "KafkaUser",
            "HTTPRoute",
            "Ingress",
            "NetworkPolicy",
            "PodMonitor",
            "PrometheusRule",
            "HorizontalPodAutoscaler",
            "ScaledObject");
  }

  @ParameterizedTest
  @MethodSource("sets")
  void aStrictServerTakesEveryObject(Path set) {
    StrictServer.takes(rendered(set));
  }

  @Test
  void aStrictServerRefusesWhatIsWrong() {
    Map<String, Object> workload =
        Chart.load(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: a, lables: {}}
            spec:
              replicas: "2"
              selector: {}
              template:
                spec:
                  containers:
                    - image: b
                      env: [{name: PORT, value: 8080}]
                      resources: {limits: {memory: 1Gib}}
                      readinessProbe: {httpGet: {path: /}}
            """);
    assertThat(StrictServer.faults(workload))
        .containsExactlyInAnyOrder(
            ".metadata.lables is no field",
            ".spec.replicas is no Integer but 2",
            ".spec.template.spec.containers[0].env[0].value is no String but 8080",
            ".spec.template.spec.containers[0].resources.limits.memory is no quantity: 1Gib",
            ".spec.template.spec.containers[0].readinessProbe.httpGet.port is missing",
            ".spec.template.spec.containers[0].name is missing");
    Map<String, Object> topic =
        Chart.load(
            """
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaTopic
            metadata: {name: a}
            spec: {partitions: 0, replica: 3}
            """);
    assertThat(StrictServer.faults(topic))
        .containsExactlyInAnyOrder(".spec.partitions may not be 0", ".spec.replica is no field");
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everyPodIsRestricted(Path set) {
    for (var pod : pods(rendered(set))) {
      assertThat(pod).doesNotContainKeys("hostNetwork", "hostPID", "hostIPC");
      assertThat(pod).containsEntry("automountServiceAccountToken", false);
      assertThat(pod).containsEntry("enableServiceLinks", false);
      Map<String, Object> security = Chart.at(pod, "securityContext");
      assertThat(security).containsEntry("runAsNonRoot", true).doesNotContainEntry("runAsUser", 0);
      assertThat(Chart.at(security, "seccompProfile")).containsEntry("type", "RuntimeDefault");
      assertThat(Chart.list(pod, "volumes"))
          .allSatisfy(it -> assertThat(VOLUMES).containsAnyElementsOf(it.keySet()));
      for (var container : containers(pod)) {
        assertThat(Chart.at(container, "securityContext"))
            .containsEntry("allowPrivilegeEscalation", false)
            .containsEntry("capabilities", Map.of("drop", List.of("ALL")))
            .doesNotContainKeys("privileged", "runAsUser");
        assertThat(Chart.list(container, "ports")).noneMatch(it -> it.containsKey("hostPort"));
      }
    }
  }

  /** What makes a server, or server-side apply, refuse an object although its fields are right. */
  @ParameterizedTest
  @MethodSource("sets")
  void namesWithinAnObjectAreThereOnce(Path set) {
    for (var object : rendered(set)) {
      for (var pod : pods(List.of(object))) {
        List<String> volumes = new ArrayList<>(texts(Chart.list(pod, "volumes"), "name"));
        Chart.list(Chart.at(object, "spec"), "volumeClaimTemplates")
            .forEach(it -> volumes.add(String.valueOf(Chart.at(it, "metadata").get("name"))));
        assertThat(volumes).doesNotHaveDuplicates();
        for (var container : containers(pod)) {
          assertThat(texts(Chart.list(container, "env"), "name")).doesNotHaveDuplicates();
          List<Map<String, Object>> mounts = Chart.list(container, "volumeMounts");
          assertThat(texts(mounts, "mountPath")).doesNotHaveDuplicates();
          assertThat(texts(mounts, "name")).isSubsetOf(volumes);
        }
      }
    }
  }

  private static List<String> texts(List<Map<String, Object>> items, String field) {
    return items.stream().map(it -> String.valueOf(it.get(field))).toList();
  }

  private static List<Map<String, Object>> pods(List<Map<String, Object>> objects) {
    return objects.stream()
        .filter(it -> Set.of("Deployment", "StatefulSet", "Job").contains(it.get("kind")))
        .map(it -> Chart.at(it, "spec", "template", "spec"))
        .toList();
  }

  private static List<Map<String, Object>> containers(Map<String, Object> pod) {
    return Stream.of("initContainers", "containers")
        .flatMap(it -> Chart.list(pod, it).stream())
        .toList();
  }
}
