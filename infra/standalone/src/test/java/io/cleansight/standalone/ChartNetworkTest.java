package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In a namespace that denies everything a pod reaches what it needs, and nothing else. */
class ChartNetworkTest {
  private static final int DNS = 53;
  private static final int KAFKA = 9092;
  private static final int POSTGRESQL = 5432;
  private static final int REDIS = 6379;
  private static final int HTTPS = 443;
  private static final int RTSP = 554;
  private static final int SUBMISSION = 587;
  private static final int OTLP = 4318;

  private static final List<Map<String, Object>> POLICIES =
      Chart.ofKind(
          Chart.objects(
              Chart.bare()
                  .withValuesFile(Chart.FOLDER.resolve("ci/denied-values.yaml"))
                  .set("topics.growTo", 96)
                  .call()),
          "NetworkPolicy");

  private static Map<String, Object> policy(String name) {
    return POLICIES.stream()
        .map(it -> Chart.at(it, "spec"))
        .filter(
            it ->
                name.equals(
                    Chart.at(it, "podSelector", "matchLabels").get("app.kubernetes.io/name")))
        .findFirst()
        .orElseThrow();
  }

  private static Set<Integer> reached(String name) {
    return ports(Chart.list(policy(name), "egress"));
  }

  private static Set<Integer> ports(List<Map<String, Object>> rules) {
    return rules.stream()
        .flatMap(it -> Chart.list(it, "ports").stream())
        .map(it -> (Integer) it.get("port"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** To whom a pod may speak at a port. */
  private static Object peers(String name, int port) {
    return Chart.list(policy(name), "egress").stream()
        .filter(it -> ports(List.of(it)).contains(port))
        .map(it -> it.getOrDefault("to", "everybody"))
        .toList();
  }

  @Test
  void everyPodHasAPolicyForBothWays() {
    assertThat(POLICIES).hasSize(Service.values().length + 2);
    assertThat(POLICIES)
        .allSatisfy(
            it ->
                assertThat(Chart.at(it, "spec"))
                    .containsEntry("policyTypes", List.of("Ingress", "Egress")));
  }

  @Test
  void eachReachesWhatItNeedsAndNothingElse() {
    assertThat(reached("capture-service"))
        .containsExactlyInAnyOrder(DNS, KAFKA, OTLP, 80, HTTPS, RTSP, 322);
    assertThat(reached("inference-service")).containsExactlyInAnyOrder(DNS, KAFKA, OTLP);
    assertThat(reached("persistence-service"))
        .containsExactlyInAnyOrder(DNS, KAFKA, OTLP, POSTGRESQL, HTTPS);
    assertThat(reached("alert-service"))
        .containsExactlyInAnyOrder(DNS, KAFKA, OTLP, REDIS, HTTPS, 465, SUBMISSION);
    assertThat(reached("query-api")).containsExactlyInAnyOrder(DNS, KAFKA, OTLP, POSTGRESQL, HTTPS);
    assertThat(reached("migrations")).containsExactlyInAnyOrder(DNS, POSTGRESQL);
    assertThat(reached("grow-partitions")).containsExactlyInAnyOrder(DNS, KAFKA, POSTGRESQL);
  }

  @Test
  void camerasAreReachedInTheirNetworksAlone() {
    assertThat(peers("capture-service", RTSP))
        .isEqualTo(
            List.of(
                List.of(
                    Map.of("ipBlock", Map.of("cidr", "10.20.0.0/16")),
                    Map.of("ipBlock", Map.of("cidr", "10.30.0.7/32")))));
    assertThat(peers("alert-service", HTTPS).toString())
        .contains("cidr=0.0.0.0/0", "except=[10.0.0.0/8", "169.254.0.0/16", "fd00:2::/64");
    assertThat(peers("inference-service", OTLP).toString()).contains("metadata.name=tracing");
    assertThat(peers("alert-service", SUBMISSION).toString()).contains("10.1.2.3/32");
  }

  @Test
  void pagesAreForClientsAndMetricsForScrapers() {
    for (Service service : Service.values()) {
      Map<String, Object> values = Chart.at(Chart.values(), "services", service.title());
      List<Map<String, Object>> ingress = Chart.list(policy(service.title()), "ingress");
      assertThat(ingress.getFirst().toString()).contains("monitoring");
      assertThat(ports(List.of(ingress.getFirst())))
          .isEqualTo(Set.of(values.getOrDefault("managementPort", values.get("port"))));
      if (service == Service.QUERY) {
        assertThat(ingress.getLast().toString()).contains("ingress-nginx");
        assertThat(ports(List.of(ingress.getLast()))).isEqualTo(Set.of(values.get("port")));
      } else {
        assertThat(ingress).hasSize(1);
      }
    }
  }

  @Test
  void whatIsNotSetIsNotOpened() {
    List<Map<String, Object>> bare =
        Chart.ofKind(
            Chart.objects(Chart.template().set("networkPolicy.enabled", true).call()),
            "NetworkPolicy");
    Map<String, Set<Integer>> reached =
        bare.stream()
            .collect(
                Collectors.toMap(
                    it ->
                        String.valueOf(
                            Chart.at(it, "metadata", "labels").get("app.kubernetes.io/name")),
                    it -> ports(Chart.list(Chart.at(it, "spec"), "egress"))));
    assertThat(reached.get("capture-service")).isEqualTo(Set.of(DNS, KAFKA));
    assertThat(reached.get("alert-service")).isEqualTo(Set.of(DNS, KAFKA, REDIS, HTTPS));
    assertThat(reached.get("persistence-service")).isEqualTo(Set.of(DNS, KAFKA, POSTGRESQL));
    assertThat(Chart.ofKind(Chart.rendered(), "NetworkPolicy")).isEmpty();
  }
}
