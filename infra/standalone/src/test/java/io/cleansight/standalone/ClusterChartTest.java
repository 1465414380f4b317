package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the chart and compose say of instances, state and Kafka. */
class ClusterChartTest {
  /** They work in Kafka transactions, and hold the state of cameras. */
  private static final Set<Service> STATEFUL = Set.of(Service.INFERENCE, Service.ALERT);

  @Test
  void servicesWithTransactionsAndStateHaveNamesThatHoldOverRestarts() {
    for (Service service : Service.values()) {
      Map<String, Object> workload = Chart.workload(service);
      Map<String, Map<String, Object>> environment = Chart.environment(workload);
      if (STATEFUL.contains(service)) {
        assertThat(workload).containsEntry("kind", "StatefulSet");
        assertThat(
                Chart.at(
                    environment.getOrDefault("INSTANCE_ID", Map.of()), "valueFrom", "fieldRef"))
            .containsEntry("fieldPath", "metadata.name");
        assertThat(environment.get("STREAMS_STANDBY_REPLICAS")).containsEntry("value", "1");
        // All at once: nobody waits for another's first pod.
        assertThat(Chart.at(workload, "spec"))
            .containsEntry("podManagementPolicy", "Parallel")
            .containsEntry("serviceName", Chart.at(workload, "metadata").get("name"));
      } else {
        assertThat(workload).containsEntry("kind", "Deployment");
        assertThat(environment).doesNotContainKeys("INSTANCE_ID", "STREAMS_STANDBY_REPLICAS");
      }
    }
  }

  @Test
  void camerasPassFromPodToPodAndNoneIsMissedWhilePodsAreExchanged() {
    Map<String, Object> capture = Chart.workload(Service.CAPTURE);
    assertThat(Chart.at(capture, "spec"))
        .containsEntry("replicas", 2)
        .containsEntry("minReadySeconds", 10);
    assertThat(Chart.at(capture, "spec", "strategy")).containsEntry("type", "RollingUpdate");
    assertThat(Chart.at(capture, "spec", "strategy", "rollingUpdate"))
        .containsEntry("maxSurge", 1)
        .containsEntry("maxUnavailable", 0);
    assertThat(Chart.ofKind(Chart.rendered(), "PodDisruptionBudget"))
        .extracting(it -> String.valueOf(Chart.at(it, "metadata").get("name")))
        .anyMatch(it -> it.endsWith("capture-service"));
  }

  @Test
  void partitionsAreGrownByAJobWhereAskedFor() {
    assertThat(jobs(Chart.objects(Chart.template().call()))).containsOnlyOnce("migrations");
    List<Map<String, Object>> asked =
        Chart.objects(Chart.template().set("topics.growTo", 96).call());
    assertThat(jobs(asked)).containsExactlyInAnyOrder("migrations", "grow-partitions");
    Map<String, Object> job =
        Chart.ofKind(asked, "Job").stream()
            .filter(
                it ->
                    String.valueOf(Chart.at(it, "metadata").get("name"))
                        .endsWith("grow-partitions-96"))
            .findFirst()
            .orElseThrow();
    Map<String, Object> container =
        Chart.list(Chart.at(job, "spec", "template", "spec"), "containers").getFirst();
    assertThat(container).containsEntry("args", List.of("grow-partitions", "96"));
    assertThat(String.valueOf(container.get("image"))).contains("/persistence-service:");
    assertThat(Chart.environment(job))
        .containsOnlyKeys(
            "KAFKA_BOOTSTRAP_SERVERS",
            "DATABASE_JDBC_URL",
            "DATABASE_USERNAME",
            "DATABASE_PASSWORD",
            "DATABASE_MIGRATE");
  }

  @Test
  void composesBrokerLetsPicturesGoAsSoonAsTheLaptopsDoes() throws IOException {
    Map<String, Object> compose =
        Chart.load(Files.readString(Launched.HOME.resolve("infra/compose/compose.yaml")));
    assertThat(Chart.at(compose, "services", "kafka", "environment"))
        .containsEntry("KAFKA_LOG_RETENTION_CHECK_INTERVAL_MS", "30000")
        .containsEntry("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000");
  }

  private static List<String> jobs(List<Map<String, Object>> objects) {
    return Chart.ofKind(objects, "Job").stream()
        .map(it -> Chart.at(it, "metadata", "labels").get("app.kubernetes.io/name"))
        .map(String::valueOf)
        .toList();
  }
}
