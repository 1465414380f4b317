package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The chart renders what Kubernetes takes, and says of topics, ports and environment what the code
 * says.
 */
class HelmChartTest {
  private static final Path COMPOSE = Launched.HOME.resolve("infra/compose/compose.yaml");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+)[:}]");

  /** Read by Spring Boot itself. */
  private static final String SPRING_JSON = "SPRING_APPLICATION_JSON";

  @Test
  void lintsWithoutAComplaint() {
    LintResult result = new Helm(Chart.FOLDER).lint().strict().call();
    assertThat(result.getMessages())
        .noneMatch(it -> it.contains("[ERROR]") || it.contains("[WARNING]"));
    assertThat(result.isFailed()).isFalse();
  }

  @Test
  void everyObjectIsWhatKubernetesTakes() {
    List<Map<String, Object>> objects = Chart.rendered();
    objects.forEach(HelmChartTest::validate);
    assertThat(objects.stream().map(it -> it.get("kind")).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            "Deployment", "StatefulSet", "Service", "ServiceAccount", "PodDisruptionBudget", "Job");
    assertThat(Chart.workloads(objects)).hasSize(Service.values().length);
  }

  @Test
  void everyPodIsRestricted() {
    for (var object : Chart.rendered()) {
      if (List.of("Deployment", "StatefulSet", "Job").contains(object.get("kind"))) {
        Map<String, Object> pod = Chart.at(object, "spec", "template", "spec");
        assertThat(Chart.at(pod, "securityContext")).containsEntry("runAsNonRoot", true);
        assertThat(Chart.at(pod, "securityContext", "seccompProfile"))
            .containsEntry("type", "RuntimeDefault");
        Map<String, Object> container = Chart.list(pod, "containers").getFirst();
        assertThat(Chart.at(container, "securityContext"))
            .containsEntry("allowPrivilegeEscalation", false)
            .containsEntry("readOnlyRootFilesystem", true)
            .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
      }
    }
  }

  @Test
  void theArchiveAndTheBucketReachWhoNeedsThem() {
    String rendered =
        Chart.template().set("archive.claim", "kept").set("snapshots.bucket", "evidence").call();
    assertThat(rendered.split("claimName: kept", -1)).hasSize(2);
    assertThat(rendered.split("name: RETENTION_ARCHIVE", -1)).hasSize(2);
    assertThat(rendered.split("name: SNAPSHOT_S3_BUCKET", -1)).hasSize(3);
    assertThat(Chart.template().call()).doesNotContain("RETENTION_RECORDS", "SNAPSHOT_STORE");
  }

  @Test
  void whoMayLookReachesQueryApiAlone() {
    String rendered =
        Chart.template()
            .set("access.secret", "who")
            .set("access.issuer", "https://issuer.example.com")
            .set("access.audience", "cleansight")
            .set("access.trustedProxies[0]", "10.244.0.0/16")
            .set("access.trustedProxies[1]", "fd00::/8")
            .set("access.login.name", "Plant")
            .set("access.login.issuer", "https://issuer.example.com")
            .set("access.login.clientId", "cleansight")
            .set("access.login.secret", "client")
            .call();
    assertThat(rendered.split("name: QUERY_ACCESS_LOGIN_", -1)).hasSize(5);
    assertThat(rendered)
        .contains("name: QUERY_SESSION_IDLE\n              value: \"30m\"")
        .contains("name: client\n                  key: client-secret");
    assertThat(rendered.split("name: who", -1)).hasSize(2);
    assertThat(rendered.split("TOKENS_ISSUER", -1)).hasSize(2);
    assertThat(rendered)
        .contains("name: QUERY_ACCESS_TOKENS_AUDIENCE\n              value: \"cleansight\"")
        .contains(
            "name: QUERY_ACCESS_TRUSTED_PROXIES\n              value: \"10.244.0.0/16,fd00::/8\"");
    assertThat(rendered).contains("name: EVIDENCE_BLURRED\n              value: \"true\"");
    assertThat(Chart.template().call())
        .doesNotContain("TOKENS_ISSUER", "TRUSTED_PROXIES", "ACCESS_LOGIN");
  }

  @Test
  void thePrivateKeyForSourcesReachesCaptureAloneAndThePublicOneQueryApi() {
    String rendered =
        Chart.template()
            .set("cameras.privateKeySecret", "sources")
            .set("cameras.publicKey", "cHVibGlj")
            .call();
    assertThat(rendered)
        .containsOnlyOnce("name: CAMERA_PRIVATE_KEY")
        .containsOnlyOnce("name: CAMERA_PUBLIC_KEY");
    assertThat(workload(rendered, "capture-service"))
        .contains("CAMERA_PRIVATE_KEY", "name=sources, key=camera-private-key");
    assertThat(workload(rendered, "query-api"))
        .contains("name=CAMERA_PUBLIC_KEY, value=cHVibGlj");
    assertThat(Chart.template().call()).doesNotContain("CAMERA_P");
  }

  private static String workload(String rendered, String service) {
    return Chart.workloads(Chart.objects(rendered)).stream()
        .filter(it -> String.valueOf(Chart.at(it, "metadata").get("name")).endsWith(service))
        .map(Object::toString)
        .collect(Collectors.joining());
  }

  @Test
  void whoOpensAddressesNeverOpensItsOwnPod() {
    String rendered =
        Chart.template()
            .set("addresses.cameras[0]", "10.20.0.0/16")
            .set("addresses.cameras[1]", "fd00:1::/64")
            .set("addresses.caSecret", "issuers")
            .call();
    assertThat(rendered.split("args: \\[\"--addresses.local=false\"]", -1)).hasSize(3);
    assertThat(rendered)
        .contains("name: SOURCES_ALLOWED\n              value: \"10.20.0.0/16,fd00:1::/64\"")
        .contains("name: NOTIFY_ALLOWED\n              value: \"public\"")
        .contains("name: ADDRESSES_CA\n              value: /ca/ca.pem");
    assertThat(rendered.split("secretName: issuers", -1)).hasSize(3);
    assertThat(Chart.template().call())
        .contains("name: SOURCES_ALLOWED\n              value: \"\"")
        .doesNotContain("ADDRESSES_CA");
  }

  @Test
  void noSecretIsInTheChart() {
    assertThat(Chart.template().call())
        .doesNotContain("kind: Secret")
        .doesNotContainIgnoringCase("password: ");
  }

  @Test
  void wrongValuesAreRefused() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> Chart.template().set("services.query-api.port", "seventy").call())
        .hasMessageContaining("port");
  }

  @Test
  void topicsAreThoseOfTheContractWithEverySetting() throws IOException {
    Path file = Chart.FOLDER.resolve("files/topics.yaml");
    if (Boolean.getBoolean("topics.write")) {
      Files.writeString(file, declared());
    }
    assertThat(file)
        .as(
            "written anew by ./mvnw -pl infra/standalone test -Dtest=HelmChartTest"
                + " -Dtopics.write=true")
        .content()
        .isEqualTo(declared());
    var layout = new TopicLayout(48, 3, 2);
    List<Map<String, Object>> topics =
        Chart.ofKind(
            Chart.objects(Chart.template().set("topics.strimzi", true).call()), "KafkaTopic");
    assertThat(topics).hasSize(Topics.all().size());
    for (Topic topic : Topics.all()) {
      Map<String, Object> made =
          topics.stream()
              .filter(it -> topic.name().equals(Chart.at(it, "metadata").get("name")))
              .findFirst()
              .orElseThrow();
      assertThat(Chart.at(made, "spec")).containsEntry("partitions", layout.partitionsOf(topic));
      assertThat(Chart.at(made, "spec")).containsEntry("replicas", 3);
      assertThat(Chart.at(made, "spec", "config")).isEqualTo(Map.copyOf(layout.configOf(topic)));
    }
  }

  @Test
  void everyServiceMakesTopicsAsTheChartWould() {
    String rendered = Chart.template().call();
    assertThat(rendered.split("name: TOPIC_PARTITIONS\n              value: \"48\"", -1))
        .hasSize(Service.values().length + 1);
    assertThat(rendered.split("name: TOPIC_REPLICAS\n              value: \"3\"", -1))
        .hasSize(Service.values().length + 1);
  }

  /** The topics as the chart reads them. */
  private static String declared() {
    var text =
        new StringBuilder(
            "# The topics of io.cleansight.contracts.Topics; written by HelmChartTest.\n");
    for (Topic topic : Topics.all()) {
      text.append(topic.name())
          .append(":\n  spread: ")
          .append(topic.spread())
          .append("\n  config:\n");
      topic
          .config()
          .forEach(
              (key, value) ->
                  text.append("    ").append(key).append(": \"").append(value).append("\"\n"));
    }
    return text.toString();
  }

  @Test
  void portsAndEnvironmentAreThoseOfTheCode() throws IOException {
    Map<String, Object> compose = Chart.at(Chart.load(Files.readString(COMPOSE)), "services");
    for (Service service : Service.values()) {
      String settings = settings(service);
      var known = new TreeSet<String>(List.of(SPRING_JSON));
      PLACEHOLDER.matcher(settings).results().map(it -> it.group(1)).forEach(known::add);

      Map<String, Object> inChart = Chart.at(Chart.values(), "services", service.title());
      assertThat(settings).contains("port: ${SERVER_PORT:" + inChart.get("port") + "}");
      assertThat(known).containsAll(Chart.environment(Chart.workload(service)).keySet());
      assertThat(known).containsAll(Chart.at(compose, service.title(), "environment").keySet());
    }
  }

  @Test
  void theLauncherAndTheImagesKnowTheSameFlags() throws IOException {
    List<String> options = Files.readAllLines(Launched.HOME.resolve("infra/images/jvm.options"));
    String pom = Files.readString(Launched.HOME.resolve("pom.xml"));
    String inPom =
        Pattern.compile("<jvm.flags>(.*)</jvm.flags>")
            .matcher(pom)
            .results()
            .map(it -> it.group(1))
            .findFirst()
            .orElseThrow();
    assertThat(options).containsAll(List.of(inPom.split(" ", -1)));
    String start = Files.readString(Launched.HOME.resolve("infra/images/start"));
    for (Service service : Service.values()) {
      assertThat(start).contains(service.title() + ") main=" + service.mainClass() + " ;;");
    }
  }

  /** The service's settings with those that all services share. */
  private static String settings(Service service) throws IOException {
    return Files.readString(
            Launched.HOME.resolve(service.title()).resolve("src/main/resources/application.yaml"))
        + Files.readString(
            Launched.HOME.resolve("messaging/src/main/resources/cleansight-messaging.yaml"));
  }

  private static void validate(Map<String, Object> object) {
    String kind = String.valueOf(object.get("kind"));
    try {
      Class<?> model = Class.forName("io.kubernetes.client.openapi.models.V1" + kind);
      model
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, new Gson().toJsonTree(object));
    } catch (InvocationTargetException e) {
      throw new AssertionError(
          kind + " " + Chart.at(object, "metadata").get("name") + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no model of " + kind, e);
    }
  }
}
