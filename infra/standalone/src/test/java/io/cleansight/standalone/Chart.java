package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The chart as it renders, and ways through what it renders. */
final class Chart {
  static final Path FOLDER = Launched.HOME.resolve("helm/cleansight");

  private Chart() {}

  /** As it stands, without even a registry. */
  static TemplateCommand bare() {
    return new Helm(FOLDER).template().withKubeVersion("1.30.0");
  }

  /** With the migrations as an ordinary object: what is printed leaves hooks out. */
  static TemplateCommand template() {
    return bare()
        .set("image.registry", "registry.example.com/cleansight")
        .set("migrations.hook", false);
  }

  static List<Map<String, Object>> rendered() {
    return objects(template().call());
  }

  static List<Map<String, Object>> objects(String yaml) {
    var objects = new ArrayList<Map<String, Object>>();
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    for (Object document : new Yaml(options).loadAll(yaml)) {
      if (document != null) {
        objects.add(map(document));
      }
    }
    return objects;
  }

  static List<Map<String, Object>> ofKind(List<Map<String, Object>> objects, String kind) {
    return objects.stream().filter(it -> kind.equals(it.get("kind"))).toList();
  }

  static Map<String, Object> values() {
    try {
      return load(Files.readString(FOLDER.resolve("values.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, Object> load(String yaml) {
    return map(new Yaml().load(yaml));
  }

  static Map<String, Object> at(Map<String, Object> object, String... path) {
    Map<String, Object> here = object;
    for (String step : path) {
      Object next = here.get(step);
      assertThat(next).as("%s of %s", step, here.keySet()).isNotNull();
      here = map(next);
    }
    return here;
  }

  static int number(Map<String, Object> object, String field) {
    return Integer.parseInt(String.valueOf(object.get(field)));
  }

  static List<Map<String, Object>> list(Map<String, Object> object, String field) {
    return ((List<?>) object.getOrDefault(field, List.of())).stream().map(Chart::map).toList();
  }

  static Map<String, Object> map(Object object) {
    var map = new HashMap<String, Object>();
    ((Map<?, ?>) object).forEach((key, value) -> map.put(String.valueOf(key), value));
    return map;
  }

  /** What runs the services. */
  static List<Map<String, Object>> workloads(List<Map<String, Object>> objects) {
    return Stream.of("Deployment", "StatefulSet")
        .flatMap(kind -> ofKind(objects, kind).stream())
        .toList();
  }

  /** The workload of a service. */
  static Map<String, Object> workload(Service service) {
    return workloads(rendered()).stream()
        .filter(it -> String.valueOf(at(it, "metadata").get("name")).endsWith(service.title()))
        .findFirst()
        .orElseThrow();
  }

  /** Environment of the only container of a workload's or a job's pods, by name. */
  static Map<String, Map<String, Object>> environment(Map<String, Object> object) {
    var environment = new HashMap<String, Map<String, Object>>();
    Map<String, Object> container =
        list(at(object, "spec", "template", "spec"), "containers").getFirst();
    list(container, "env").forEach(it -> environment.put(String.valueOf(it.get("name")), it));
    return environment;
  }
}
