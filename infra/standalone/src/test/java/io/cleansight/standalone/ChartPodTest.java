package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.TemplateCommand;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods of the chart: how they start and end, what they ask for, what they may be given further. */
class ChartPodTest {
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

  @TempDir private Path folder = Path.of("");

  private TemplateCommand with(String values) throws IOException {
    Path file = Files.createTempFile(folder, "values", ".yaml");
    Files.writeString(file, values);
    return Chart.template().withValuesFile(file);
  }

  private static Map<String, Object> pod(List<Map<String, Object>> objects, String service) {
    return objects.stream()
        .filter(it -> it.containsKey("spec") && Chart.at(it, "spec").containsKey("template"))
        .filter(
            it -> service.equals(Chart.at(it, "metadata", "labels").get("app.kubernetes.io/name")))
        .map(it -> Chart.at(it, "spec", "template", "spec"))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> container(List<Map<String, Object>> objects, String service) {
    return Chart.list(pod(objects, service), "containers").getFirst();
  }

  @Test
  void aSlowStartIsWaitedForAndADeadServiceIsNot() {
    for (Service service : Service.values()) {
      Map<String, Object> container = container(Chart.rendered(), service.title());
      assertThat(seconds(container, "startupProbe")).isGreaterThanOrEqualTo(600);
      assertThat(seconds(container, "livenessProbe")).isLessThanOrEqualTo(30);
    }
  }

  /** How long a probe may fail before the pod is killed. */
  private static int seconds(Map<String, Object> container, String name) {
    Map<String, Object> probe = Chart.at(container, name);
    return Chart.number(probe, "periodSeconds") * (int) probe.getOrDefault("failureThreshold", 3);
  }

  @Test
  void allThatIsAskedForFitsOntoASmallCluster() {
    BigDecimal asked =
        Chart.workloads(Chart.rendered()).stream()
            .map(
                it ->
                    cores(container(List.of(it), name(it)))
                        .multiply(new BigDecimal(Chart.number(Chart.at(it, "spec"), "replicas"))))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(asked).isLessThanOrEqualTo(new BigDecimal("2"));
  }

  private static String name(Map<String, Object> object) {
    return String.valueOf(Chart.at(object, "metadata", "labels").get("app.kubernetes.io/name"));
  }

  private static BigDecimal cores(Map<String, Object> container) {
    String cpu = String.valueOf(Chart.at(container, "resources", "requests").get("cpu"));
    return cpu.endsWith("m")
        ? new BigDecimal(cpu.replace("m", "")).movePointLeft(3)
        : new BigDecimal(cpu);
  }

  @Test
  void aPodThatEndsServesUntilNobodyAsksItAnyMore() {
    List<Map<String, Object>> objects = Chart.rendered();
    assertThat(Chart.at(container(objects, "query-api"), "lifecycle", "preStop", "sleep"))
        .containsEntry("seconds", 5);
    assertThat(pod(objects, "query-api")).containsEntry("terminationGracePeriodSeconds", 50);
    assertThat(container(objects, "capture-service")).doesNotContainKey("lifecycle");
    assertThat(pod(objects, "capture-service")).containsEntry("terminationGracePeriodSeconds", 90);
    assertThat(pod(objects, "alert-service")).containsEntry("terminationGracePeriodSeconds", 45);
  }

  @Test
  void anySettingCanComeFromASecret() throws IOException {
    List<Map<String, Object>> objects =
        Chart.objects(
            with("""
            pods:
              env: {JAVA_TOOL_OPTIONS: -Xss512k}
              envFrom: [{configMapRef: {name: plant}}]
            jobs:
              env: {LOGGING_LEVEL_ROOT: debug}
            services:
              alert-service:
                env: {MAIL_PASSWORD: {valueFrom: {secretKeyRef: {name: mail, key: password}}}}
                envFrom: [{secretRef: {name: webhooks}}]
            """)
                .call());
    StrictServer.takes(objects);
    Map<String, Object> alert = container(objects, "alert-service");
    assertThat(Chart.list(alert, "env"))
        .contains(
            Map.of("name", "JAVA_TOOL_OPTIONS", "value", "-Xss512k"),
            Map.of(
                "name",
                "MAIL_PASSWORD",
                "valueFrom",
                Map.of("secretKeyRef", Map.of("name", "mail", "key", "password"))));
    assertThat(alert)
        .containsEntry(
            "envFrom",
            List.of(
                Map.of("configMapRef", Map.of("name", "plant")),
                Map.of("secretRef", Map.of("name", "webhooks"))));
    assertThat(container(objects, "query-api"))
        .containsEntry("envFrom", List.of(Map.of("configMapRef", Map.of("name", "plant"))));
    assertThat(Chart.list(container(objects, "migrations"), "env"))
        .contains(Map.of("name", "LOGGING_LEVEL_ROOT", "value", "debug"));
  }

  @Test
  void whatTheChartSetsItselfIsRefusedByName() {
    assertThatThrownBy(() -> with("services: {query-api: {env: {SERVER_PORT: '1'}}}").call())
        .hasMessageContaining("env of query-api: SERVER_PORT is what the chart sets itself");
    assertThatThrownBy(() -> with("pods: {env: {REDIS_URL: redis://other}}").call())
        .hasMessageContaining("env of alert-service: REDIS_URL");
    assertThatThrownBy(() -> with("jobs: {env: {DATABASE_USERNAME: root}}").call())
        .hasMessageContaining("env of migrations: DATABASE_USERNAME");
  }

  @Test
  void sessionsHoldOnEveryPod() throws IOException {
    assertThat(Chart.list(container(Chart.rendered(), "query-api"), "env"))
        .contains(
            Map.of(
                "name",
                "QUERY_SESSION_KEY",
                "valueFrom",
                Map.of("secretKeyRef", Map.of("name", "cleansight-access", "key", "session-key"))));
    assertThatThrownBy(() -> with("access: {sessionSecret: ''}").call())
        .hasMessageContaining("access.sessionSecret");
    assertThat(
            with("""
            access: {sessionSecret: ''}
            services: {query-api: {replicas: 1}}
            """)
                .call())
        .doesNotContain("QUERY_SESSION_KEY");
  }

  @Test
  void withoutARegistryNothingIsInstalled() {
    assertThatThrownBy(() -> Chart.bare().call())
        .hasMessageContaining("image.registry must be set");
  }

  @Test
  void jobsCanBeAppliedAgainAndEndBeforeHelmGivesUp() throws IOException {
    Map<String, Object> first = migrations(with("topics: {partitions: 48}"));
    Map<String, Object> again = migrations(with("services: {query-api: {replicas: 3}}"));
    Map<String, Object> newer = migrations(with("image: {tag: 0.2.0}"));
    assertThat(again).isEqualTo(first);
    assertThat(name(newer, "metadata")).isNotEqualTo(name(first, "metadata"));
    assertThat(Chart.number(Chart.at(first, "spec"), "activeDeadlineSeconds")).isLessThan(300);
    Map<String, Object> small =
        migrations(with("jobs: {resources: {requests: {cpu: 10m}, limits: {cpu: 500m}}}"));
    assertThat(Chart.at(container(List.of(small), "migrations"), "resources", "limits"))
        .containsEntry("cpu", "500m");
  }

  private static Map<String, Object> migrations(TemplateCommand template) {
    return Chart.ofKind(Chart.objects(template.call()), "Job").getFirst();
  }

  private static String name(Map<String, Object> object, String place) {
    return String.valueOf(Chart.at(object, place).get("name"));
  }

  @Test
  void anyReleaseNameGivesNamesThatKubernetesTakes() {
    for (String release :
        List.of("a", "plant.kitchen-2", "7th-kitchen", "k".repeat(53), "9." + "x".repeat(40))) {
      for (var object :
          Chart.objects(Chart.template().withName(release).set("topics.growTo", 1024).call())) {
        String name = name(object, "metadata");
        int longest = "StatefulSet".equals(object.get("kind")) ? 52 : 63;
        assertThat(name).matches(DNS_LABEL).hasSizeLessThanOrEqualTo(longest);
      }
    }
    assertThat(names("a.b")).doesNotContainAnyElementsOf(names("a-b"));
    assertThat(names("k".repeat(52) + "1")).doesNotContainAnyElementsOf(names("k".repeat(53)));
    assertThat(names("cleansight")).contains("cleansight-query-api");
  }

  private static List<String> names(String release) {
    return Chart.objects(Chart.template().withName(release).call()).stream()
        .map(it -> name(it, "metadata"))
        .toList();
  }

  @Test
  void topicsOutliveTheRelease() {
    List<Map<String, Object>> topics =
        Chart.ofKind(
            Chart.objects(
                Chart.template()
                    .set("topics.strimzi", true)
                    .set("topics.namespace", "kafka")
                    .set("topics.namePrefix", "second.")
                    .call()),
            "KafkaTopic");
    assertThat(topics)
        .isNotEmpty()
        .allSatisfy(
            it -> {
              assertThat(Chart.at(it, "metadata", "annotations"))
                  .containsEntry("helm.sh/resource-policy", "keep");
              assertThat(Chart.at(it, "metadata")).containsEntry("namespace", "kafka");
              assertThat(name(it, "metadata"))
                  .isEqualTo("second." + Chart.at(it, "spec").get("topicName"));
            });
  }

  @Test
  void theChannelsOfAlertServiceAreKnownWhereRulesAreWritten() throws IOException {
    String endpoints =
        """
        services:
          alert-service:
            env: {ALERT_NOTIFY_ENDPOINTS_0_NAME: hook, ALERT_NOTIFY_ENDPOINTS_1_NAME: robot}
        """;
    Map<String, Object> known = Map.of("name", "QUERY_CHANNELS", "value", "hook,robot");
    assertThat(Chart.list(container(Chart.objects(with(endpoints).call()), "query-api"), "env"))
        .contains(known);
    Map<String, Object> own = Map.of("name", "QUERY_CHANNELS", "value", "other");
    String set = endpoints + "  query-api: {env: {QUERY_CHANNELS: other}}\n";
    assertThat(Chart.list(container(Chart.objects(with(set).call()), "query-api"), "env"))
        .contains(own)
        .doesNotContain(known);
  }

  @Test
  void drainsAreNeverBlockedAndPodsAreSpread() {
    List<Map<String, Object>> objects = Chart.rendered();
    assertThat(Chart.ofKind(objects, "PodDisruptionBudget"))
        .hasSize(Service.LINE.size())
        .allSatisfy(
            it ->
                assertThat(Chart.at(it, "spec"))
                    .containsEntry("maxUnavailable", 1)
                    .containsEntry("unhealthyPodEvictionPolicy", "AlwaysAllow"));
    for (Service service : Service.values()) {
      assertThat(Chart.list(pod(objects, service.title()), "topologySpreadConstraints"))
          .extracting(it -> it.get("topologyKey"))
          .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    }
  }

  @Test
  void lagIsThatOfTheGroupsOfTheCode() throws IOException {
    List<Map<String, Object>> scaled =
        Chart.ofKind(
            Chart.objects(
                with("""
                services:
                  inference-service: {autoscaling: {minReplicas: 2, maxReplicas: 4, lag: 50}}
                  alert-service: {autoscaling: {minReplicas: 2, maxReplicas: 4, lag: 50}}
                """)
                    .call()),
            "ScaledObject");
    assertThat(Stream.of(0, 1).map(it -> trigger(scaled.get(it))))
        .containsExactlyInAnyOrder(
            ConsumerGroups.DETECT + " behind " + Topics.FRAMES,
            ConsumerGroups.ALERT_EVALUATION + " behind " + Topics.ACTIVITY);
    assertThatThrownBy(
            () ->
                with("""
                services:
                  query-api: {autoscaling: {minReplicas: 2, maxReplicas: 4, lag: 50}}
                """)
                    .call())
        .hasMessageContaining("services.query-api.autoscaling.lag");
  }

  private static String trigger(Map<String, Object> scaled) {
    Map<String, Object> metadata =
        Chart.at(Chart.list(Chart.at(scaled, "spec"), "triggers").getFirst(), "metadata");
    return metadata.get("consumerGroup") + " behind " + metadata.get("topic");
  }
}
