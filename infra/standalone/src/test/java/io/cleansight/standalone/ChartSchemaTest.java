package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** A value that is misspelt, of a wrong type, or at odds with another is refused by its name. */
class ChartSchemaTest {
  /** Maps whose keys are for who installs it to choose. */
  private static final Set<String> FREE =
      Set.of(
          "env", "annotations", "labels", "dashboardLabels", "nodeSelector", "requests", "limits");

  private static final String TYPO = "misspelt";

  @TempDir private Path folder = Path.of("");

  private void render(Object values) throws IOException {
    Path file = Files.createTempFile(folder, "values", ".yaml");
    Files.writeString(file, values instanceof String text ? text : new Yaml().dump(values));
    Chart.bare()
        .withValuesFile(Chart.FOLDER.resolve("ci/minimal-values.yaml"))
        .withValuesFile(file)
        .call();
  }

  /** The paths of all maps in values.yaml, and of all else. */
  private static List<List<String>> paths(boolean maps) {
    var paths = new ArrayList<List<String>>();
    if (maps) {
      paths.add(List.of());
    }
    collect(List.of(), Chart.values(), maps, paths);
    return paths;
  }

  private static void collect(
      List<String> path, Map<String, Object> values, boolean maps, List<List<String>> paths) {
    values.forEach(
        (key, value) -> {
          List<String> here = Stream.concat(path.stream(), Stream.of(key)).toList();
          if (value instanceof Map<?, ?> && !FREE.contains(key)) {
            if (maps) {
              paths.add(here);
            }
            collect(here, Chart.map(value), maps, paths);
          } else if (!maps && !path.contains("nodeSelector")) {
            paths.add(here);
          }
        });
  }

  static List<List<String>> maps() {
    return paths(true);
  }

  static List<List<String>> leaves() {
    return paths(false);
  }

  /** The map that has that value at that path and nothing else. */
  private static Object at(List<String> path, Object value) {
    Object nested = value;
    for (String key : path.reversed()) {
      nested = new HashMap<>(Map.of(key, nested));
    }
    return nested;
  }

  @Test
  void thereIsMuchToMisspell() {
    assertThat(maps()).hasSizeGreaterThan(40);
    assertThat(leaves()).hasSizeGreaterThan(120);
  }

  @ParameterizedTest
  @MethodSource("maps")
  void aTypoIsRefusedByName(List<String> path) {
    List<String> typo = Stream.concat(path.stream(), Stream.of(TYPO)).toList();
    assertThatThrownBy(() -> render(at(typo, "x"))).hasMessageContaining(TYPO);
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void aWrongTypeIsRefusedByName(List<String> path) {
    Object wrong = path.getLast().equals("tag") ? 1 : Map.of("a", Map.of("b", List.of()));
    assertThatThrownBy(() -> render(at(path, wrong)))
        .hasMessageContaining("/" + path.getLast().replace("/", "~1"));
  }

  /** Also where values.yaml has nothing that could be misspelt. */
  @Test
  void theSchemaKnowsEveryField() throws IOException {
    var objects = new ArrayList<String>();
    var open = new ArrayList<String>();
    walk(
        "",
        Chart.load(Files.readString(Chart.FOLDER.resolve("values.schema.json"))),
        (path, it) -> {
          if (it.containsKey("properties") && "object".equals(it.get("type"))) {
            objects.add(path);
            if (!Boolean.FALSE.equals(it.get("additionalProperties"))) {
              open.add(path);
            }
          } else if ("object".equals(it.get("type")) && !it.containsKey("additionalProperties")) {
            open.add(path);
          }
        });
    assertThat(objects).hasSizeGreaterThan(50);
    assertThat(open)
        .containsExactlyInAnyOrder("/properties/global", "/$defs/env/additionalProperties/if");
  }

  private static void walk(
      String path, Object schema, BiConsumer<String, Map<String, Object>> objects) {
    if (schema instanceof Map<?, ?> map) {
      objects.accept(path, Chart.map(map));
      map.forEach((key, its) -> walk(path + "/" + key, its, objects));
    } else if (schema instanceof List<?> list) {
      list.forEach(it -> walk(path + "/*", it, objects));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "services: {query-api: {resources: {limit: {memory: 1Gi}}}} | limit",
        "services: {query-api: {resources: {limits: {memmory: 1Gi}}}} | memmory",
        "services: {query-api: {resources: {limits: {memory: 1Gb}}}} | /memory",
        "services: {query-apo: {replicas: 1}} | query-apo",
        "services: {query-api: {tolerations: [{keys: a}]}} | keys",
        "services: {query-api: {affinity: {podAntiAffinty: {}}}} | podAntiAffinty",
        "services: {query-api: {volumes: [{name: a, secret: {secretname: b}}]}} | secretname",
        "services: {query-api: {volumes: [{name: a, secret: {secretName: b}, emptyDir: {}}]}} |"
            + " /volumes/0",
        "services: {query-api: {volumes: [{name: a, hostPath: {path: /}}]}} | hostPath",
        "services: {query-api: {volumeMounts: [{name: a, mountpath: /a}]}} | mountpath",
        "services: {query-api: {env: {A: {valuesFrom: {}}}}} | valuesFrom",
        "services: {query-api: {env: {A: {valueFrom: {secretKeyRef: {name: a, key: b},"
            + " configMapKeyRef: {name: a, key: b}}}}}} | /valueFrom",
        "services: {query-api: {env: {A: 1}}} | /env/A",
        "services: {query-api: {env: {'A B': x}}} | A B",
        "services: {query-api: {envFrom: [{secretRef: {name: a}, configMapRef: {name: b}}]}} |"
            + " /envFrom/0",
        "services: {query-api: {autoscaling: {minReplicas: 1, maxReplicas: 2, cpu: 70, lag: 5}}} |"
            + " /autoscaling",
        "services: {query-api: {autoscaling: {minReplicas: 3, maxReplicas: 2, cpu: 70}}} |"
            + " services.query-api.autoscaling.minReplicas",
        "services: {capture-service: {autoscaling: {minReplicas: 3, maxReplicas: 49, cpu: 70}}} |"
            + " services.capture-service.autoscaling.maxReplicas",
        "services: {capture-service: {strategy: Recreate}} | rollingUpdate",
        "services: {alert-service: {strategy: Recreate}} | /strategy",
        "services: {query-api: {state: {size: 1Gi}}} | services.query-api.state",
        "services: {query-api: {securityContext: {runAsUser: 0}}} | /runAsUser",
        "services: {query-api: {securityContext: {runAsNonRoot: false}}} | runAsNonRoot",
        "ingress: {enabled: true, host: a.example.com} | /tlsSecret",
        "ingress: {enabled: true, tlsSecret: a} | /host",
        "recordings: {store: volume} | /recordings/claim",
        "recordings: {store: s3} | /bucket",
        "model: {path: kitchen} | /model/claim",
        "kafka: {security: SASL_SSL} | /mechanism",
        "kafka: {userName: all} | /userName",
        "schemaRegistry: {framing: confluent} | /schemaRegistry/url",
        "schemaRegistry: {url: \"http://registry:8080\", secret: a} | /schemaRegistry/url",
        "fullnameOverride: Kitchen | /fullnameOverride",
        "networkPolicy: {mail: {peers: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}} |"
            + " /peers/0",
        "migrations: {deadlineSeconds: 4m} | /deadlineSeconds",
        "trial: {enabled: true} | trial.password",
        "trial: {enabled: true, password: short} | /password",
      })
  void whatIsWrongIsNamed(String values, String name) {
    assertThatThrownBy(() -> render(values)).hasMessageContaining(name);
  }
}
