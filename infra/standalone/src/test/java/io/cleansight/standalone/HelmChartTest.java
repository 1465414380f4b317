package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.cleansight.contracts.AccessRight;
import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.ServiceName;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.utils.SecurityUtils;
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
    StrictServer.takes(objects);
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
  void recordingsAreWrittenByOneServiceAndReadByAnother() {
    String rendered =
        Chart.template().set("recordings.store", "volume").set("recordings.claim", "video").call();
    assertThat(rendered.split("claimName: video", -1)).hasSize(3);
    assertThat(rendered.split("mountPath: /recordings\n +readOnly: true", -1)).hasSize(2);
    assertThat(rendered.split("mountPath: /recordings\n +readOnly: false", -1)).hasSize(2);
    assertThat(rendered.split("name: RECORDINGS_STORE\n +value: \"volume\"", -1)).hasSize(2);
    assertThat(Chart.template().call()).doesNotContain("RECORDINGS_PATH");
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
    assertThat(workload(rendered, "query-api")).contains("name=CAMERA_PUBLIC_KEY, value=cHVibGlj");
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

  /** A file of the chart holds that; with {@code -Dtopics.write=true} it is made to. */
  private static void assertIsWritten(String name, String content) throws IOException {
    Path file = Chart.FOLDER.resolve("files").resolve(name);
    if (Boolean.getBoolean("topics.write")) {
      Files.writeString(file, content);
    }
    assertThat(file)
        .as(
            "written anew by ./mvnw -pl infra/standalone test -Dtest=HelmChartTest"
                + " -Dtopics.write=true")
        .content()
        .isEqualTo(content);
  }

  @Test
  void topicsAreThoseOfTheContractWithEverySetting() throws IOException {
    assertIsWritten("topics.yaml", declared());
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
  void topicsAndLoginOfTheBridgeAreThereWhereItRuns() throws IOException {
    var rendered =
        Chart.objects(
            Chart.template()
                .set("topics.strimzi", true)
                .set("kafka.users", true)
                .set("services.bridge-service.replicas", 1)
                .call());
    assertThat(Chart.ofKind(rendered, "KafkaTopic"))
        .extracting(it -> Chart.at(it, "metadata").get("name"))
        .hasSizeGreaterThan(Topics.all().size())
        .contains("cleansight.public.violations")
        .doesNotContain("cleansight.public.activity");
    assertThat(Chart.ofKind(rendered, "KafkaUser")).hasSize(ServiceName.values().length);
    var without =
        Chart.objects(Chart.template().set("topics.strimzi", true).set("kafka.users", true).call());
    assertThat(Chart.ofKind(without, "KafkaUser")).hasSize(ServiceName.values().length - 1);
  }

  @Test
  void everyServiceMakesTopicsAsTheChartWould() {
    String rendered = Chart.template().call();
    assertThat(rendered.split("name: TOPIC_PARTITIONS\n              value: \"48\"", -1))
        .hasSize(Service.values().length + 1);
    assertThat(rendered.split("name: TOPIC_REPLICAS\n              value: \"3\"", -1))
        .hasSize(Service.values().length + 1);
  }

  @Test
  void loginsHaveTheRightsThatFollowFromTheTopics() throws IOException {
    assertIsWritten("acls.yaml", rights());
    List<Map<String, Object>> users =
        Chart.ofKind(
            Chart.objects(
                Chart.template()
                    .set("kafka.users", true)
                    .set("services.bridge-service.replicas", 1)
                    .set("kafka.security", "SASL_SSL")
                    .set("kafka.mechanism", "SCRAM-SHA-512")
                    .call()),
            "KafkaUser");
    assertThat(users).hasSize(ServiceName.values().length);
    for (ServiceName service : ServiceName.values()) {
      Map<String, Object> user =
          users.stream()
              .filter(it -> service.title().equals(Chart.at(it, "metadata").get("name")))
              .findFirst()
              .orElseThrow();
      assertThat(Chart.at(user, "spec", "authentication")).containsEntry("type", "scram-sha-512");
      assertThat(Chart.list(Chart.at(user, "spec", "authorization"), "acls"))
          .hasSize(AccessRight.of(service).size());
    }
  }

  @Test
  void kafkaIsReachedAsTheValuesSayByEveryServiceWithALoginOfItsOwn() {
    List<Map<String, Object>> scram =
        Chart.objects(
            Chart.template()
                .set("kafka.security", "SASL_SSL")
                .set("kafka.mechanism", "SCRAM-SHA-512")
                .set("kafka.caSecret", "kafka-ca")
                .set("topics.growTo", 96)
                .call());
    StrictServer.takes(scram);
    for (var workload : Chart.workloads(scram)) {
      var environment = Chart.environment(workload);
      String login = String.valueOf(variable(environment, "KAFKA_USERNAME").get("value"));
      assertThat(String.valueOf(Chart.at(workload, "metadata").get("name"))).endsWith(login);
      assertThat(Chart.at(variable(environment, "KAFKA_PASSWORD"), "valueFrom", "secretKeyRef"))
          .isEqualTo(Map.of("name", login, "key", "password"));
      assertThat(variable(environment, "KAFKA_CA_FILE"))
          .containsEntry("value", "/etc/cleansight/kafka/ca.crt");
    }
    String mutual =
        Chart.template().set("kafka.security", "SSL").set("kafka.userSecret", "NAME-tls").call();
    StrictServer.takes(Chart.objects(mutual));
    assertThat(mutual).contains("secretName: query-api-tls").doesNotContain("KAFKA_PASSWORD");
    String oauth =
        Chart.template()
            .set("kafka.security", "SASL_SSL")
            .set("kafka.mechanism", "OAUTHBEARER")
            .set("kafka.tokenUrl", "https://tokens.example.com/token")
            .call();
    assertThat(oauth.split("name: KAFKA_CLIENT_SECRET", -1)).hasSize(Service.values().length + 1);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> Chart.template().set("kafka.security", "SASL_SSL").call())
        .hasMessageContaining("mechanism");
  }

  @Test
  void everyServiceHasTheDatabaseLoginThatItNeedsAndNoOther() {
    var template = Chart.template().set("database.caSecret", "database-ca");
    List<Map<String, Object>> objects = Chart.objects(template.call());
    StrictServer.takes(objects);
    for (var workload : Chart.workloads(objects)) {
      var environment = Chart.environment(workload);
      String name = String.valueOf(Chart.at(workload, "metadata").get("name"));
      if (name.endsWith("persistence-service") || name.endsWith("query-api")) {
        String kind = name.endsWith("query-api") ? "reader" : "writer";
        assertThat(
                Chart.at(variable(environment, "DATABASE_PASSWORD"), "valueFrom", "secretKeyRef"))
            .containsEntry("name", "cleansight-database-" + kind);
        assertThat(String.valueOf(variable(environment, "DATABASE_JDBC_URL").get("value")))
            .endsWith(
                "/cleansight?sslmode=verify-full&sslrootcert=/etc/cleansight/database/ca.crt");
      } else {
        assertThat(environment.keySet()).noneMatch(it -> it.startsWith("DATABASE"));
      }
    }
    assertThat(template.call()).contains("name: DATABASE_MIGRATE\n              value: \"false\"");
    String itself = Chart.template().set("migrations.job", false).call();
    assertThat(itself)
        .contains("name: DATABASE_MIGRATE\n              value: \"true\"")
        .contains("name: DATABASE_MIGRATOR_PASSWORD");
  }

  @Test
  void redisIsTrustedByItsAuthority() {
    String rendered = Chart.template().set("redis.caSecret", "redis-ca").call();
    StrictServer.takes(Chart.objects(rendered));
    assertThat(rendered.split("name: REDIS_CA_FILE", -1)).hasSize(2);
    assertThat(rendered).contains("secretName: redis-ca");
  }

  @Test
  void noServiceOfComposeIsASuperuserOrSharesAPassword() throws IOException {
    Map<String, Object> compose = Chart.at(Chart.load(Files.readString(COMPOSE)), "services");
    var passwords = new TreeSet<String>();
    for (String name : List.of("migrations", "persistence-service", "query-api")) {
      Map<String, Object> environment = Chart.at(compose, name, "environment");
      assertThat(environment.get("DATABASE_USERNAME"))
          .isIn("cleansight_migrator", "persistence_service", "query_api");
      passwords.add(String.valueOf(environment.get("DATABASE_PASSWORD")));
    }
    assertThat(passwords).hasSize(3).noneMatch(it -> it.contains("POSTGRES_PASSWORD"));
    assertThat(String.valueOf(Chart.at(compose, "alert-service", "environment").get("REDIS_URL")))
        .contains("REDIS_PASSWORD");
  }

  private static Map<String, Object> variable(
      Map<String, Map<String, Object>> environment, String name) {
    return java.util.Objects.requireNonNull(environment.get(name), name);
  }

  /** The rights of each login as the chart reads them. */
  private static String rights() {
    var text =
        new StringBuilder(
            "# The rights of io.cleansight.contracts.AccessRight; written by HelmChartTest.\n");
    for (ServiceName service : ServiceName.values()) {
      text.append(service.title()).append(":\n");
      for (AccessRight right : AccessRight.of(service)) {
        text.append("  - type: ").append(type(right.resource())).append('\n');
        if (right.resource() != AccessRight.Resource.CLUSTER) {
          text.append("    name: ")
              .append(right.name())
              .append("\n    patternType: ")
              .append(right.prefixed() ? "prefix" : "literal")
              .append('\n');
        }
        text.append("    operations: [")
            .append(
                right.operations().stream()
                    .map(it -> AclOperation.fromString(it.name()))
                    .map(SecurityUtils::operationName)
                    .collect(Collectors.joining(", ")))
            .append("]\n");
      }
    }
    return text.toString();
  }

  private static String type(AccessRight.Resource resource) {
    return switch (resource) {
      case TOPIC -> "topic";
      case GROUP -> "group";
      case TRANSACTIONAL_ID -> "transactionalId";
      case CLUSTER -> "cluster";
    };
  }

  /** The topics as the chart reads them. */
  private static String declared() {
    var text =
        new StringBuilder(
            "# The topics of io.cleansight.contracts.Topics; written by HelmChartTest.\n");
    Topics.all().forEach(it -> text.append(declared(it, "")));
    JsonTopic.all().forEach(it -> text.append(declared(it.topic(), "  json: " + it.name() + "\n")));
    return text.toString();
  }

  private static String declared(Topic topic, String more) {
    var text = new StringBuilder(topic.name()).append(":\n").append(more);
    text.append("  spread: ").append(topic.spread()).append("\n  config:\n");
    topic
        .config()
        .forEach(
            (key, value) ->
                text.append("    ").append(key).append(": \"").append(value).append("\"\n"));
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
  static String settings(Service service) throws IOException {
    return Files.readString(
            Launched.HOME.resolve(service.title()).resolve("src/main/resources/application.yaml"))
        + Files.readString(
            Launched.HOME.resolve("messaging/src/main/resources/cleansight-messaging.yaml"));
  }
}
