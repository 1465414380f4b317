package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** The trial brings whatever the services ask for, as compose does. */
class ChartTrialTest {
  private static final String ADMIN = "a password for admin";

  private static final List<Map<String, Object>> OBJECTS =
      Chart.objects(
          Chart.bare()
              .withValuesFile(Chart.FOLDER.resolve("values-trial.yaml"))
              .set("image.registry", "registry.example.com/cleansight")
              .set("trial.password", ADMIN)
              .call());

  private static Map<String, Map<String, Object>> named(String kind) {
    return Chart.ofKind(OBJECTS, kind).stream()
        .collect(
            Collectors.toMap(it -> String.valueOf(Chart.at(it, "metadata").get("name")), it -> it));
  }

  @Test
  void nothingIsAskedForThatIsNotThere() {
    Map<String, Map<String, Object>> secrets = named("Secret");
    for (var workload : Chart.workloads(OBJECTS)) {
      for (var variable : Chart.environment(workload).values()) {
        if (variable.containsKey("valueFrom") && variable.toString().contains("secretKeyRef")) {
          Map<String, Object> reference = Chart.at(variable, "valueFrom", "secretKeyRef");
          assertThat(secrets).containsKey(String.valueOf(reference.get("name")));
          assertThat(
                  Chart.at(
                      secrets.getOrDefault(String.valueOf(reference.get("name")), Map.of()),
                      "stringData"))
              .containsKey(String.valueOf(reference.get("key")));
        }
      }
    }
    Map<String, Object> values = Chart.values();
    Set<String> hosts =
        Stream.of(
                Chart.at(values, "kafka").get("bootstrapServers"),
                Chart.at(values, "database").get("jdbcUrl"),
                data("cleansight-redis").get("url"))
            .map(it -> Pattern.compile("([a-z-]+):[0-9]+").matcher(String.valueOf(it)))
            .map(it -> it.results().reduce((a, b) -> b).orElseThrow().group(1))
            .collect(Collectors.toSet());
    assertThat(named("Service")).containsKeys(hosts.toArray(String[]::new));
    assertThat(named("StatefulSet")).containsKeys(hosts.toArray(String[]::new));
  }

  private static Map<String, Object> data(String secret) {
    return Chart.at(named("Secret").getOrDefault(secret, Map.of()), "stringData");
  }

  @Test
  void adminLogsInWithTheGivenPasswordAndNobodySharesOne() {
    String hash =
        Pattern.compile("\\{bcrypt}([^\"]+)")
            .matcher(String.valueOf(data("cleansight-access").get("access.json")))
            .results()
            .map(it -> it.group(1))
            .findFirst()
            .orElseThrow();
    assertThat(new BCryptPasswordEncoder().matches(ADMIN, hash)).isTrue();
    assertThat(String.valueOf(data("cleansight-access").get("session-key")))
        .hasSizeGreaterThanOrEqualTo(32);
    assertThat(
            named("Secret").values().stream()
                .map(it -> Chart.at(it, "stringData").get("password"))
                .filter(Objects::nonNull))
        .hasSize(5)
        .doesNotHaveDuplicates();
  }

  @Test
  void theServersAreThoseOfCompose() throws IOException {
    Map<String, Object> compose =
        Chart.at(
            Chart.load(Files.readString(Launched.HOME.resolve("infra/compose/compose.yaml"))),
            "services");
    Map.of("kafka", "kafka", "postgresql", "postgres", "release-name-trial-redis", "redis")
        .forEach(
            (server, inCompose) ->
                assertThat(container(server))
                    .containsEntry("image", Chart.at(compose, inCompose).get("image")));
    var environment = new HashMap<String, Object>();
    Chart.list(container("kafka"), "env")
        .forEach(it -> environment.put(String.valueOf(it.get("name")), it.get("value")));
    Map<String, Object> expected = new HashMap<>(Chart.at(compose, "kafka", "environment"));
    // One pod's own address, as the Service has it only once it is ready.
    expected.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093");
    assertThat(environment).isEqualTo(expected);
  }

  private static Map<String, Object> container(String server) {
    return Chart.list(
            Chart.at(
                named("StatefulSet").getOrDefault(server, Map.of()), "spec", "template", "spec"),
            "containers")
        .getFirst();
  }

  @Test
  void theDatabaseBeginsAsInCompose() {
    for (String file : List.of("postgres/roles.sql", "compose/passwords.sh")) {
      assertThat(Chart.FOLDER.resolve("files").resolve(file.replaceAll(".*/", "")))
          .hasSameTextualContentAs(Launched.HOME.resolve("infra").resolve(file));
    }
    Map<String, Object> initial =
        Chart.at(named("ConfigMap").getOrDefault("release-name-trial-database", Map.of()), "data");
    assertThat(String.valueOf(initial.get("1-roles.sql")))
        .contains("CREATE ROLE cleansight_reader");
    // One that cannot be executed is sourced, and its set -u would hold for the rest of the start.
    assertThat(
            Chart.list(
                    Chart.at(
                        named("StatefulSet").getOrDefault("postgresql", Map.of()),
                        "spec",
                        "template",
                        "spec"),
                    "volumes")
                .toString())
        .contains("defaultMode=" + 0555);
    assertThat(String.valueOf(initial.get("2-passwords.sh")))
        .contains("ALTER ROLE query_api PASSWORD");
  }
}
