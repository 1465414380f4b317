package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the chart writes into an environment, under any set of values, is read by somebody. */
class ChartEnvironmentTest {
  /** Read by Spring Boot, and by the SDK of S3. */
  private static final Set<String> READ_BY_LIBRARIES =
      Set.of("SPRING_APPLICATION_JSON", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

  /** The beginning of settings that have no placeholder, and the record that holds them. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "QUERY_ACCESS_", "io.cleansight.query.access.AccessProperties",
          "INFERENCE_", "io.cleansight.inference.detect.InferenceProperties");

  static List<Path> sets() {
    return ChartValuesTest.sets();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everyVariableIsASettingOfItsService(Path set) throws IOException {
    for (var workload : Chart.workloads(ChartValuesTest.rendered(set))) {
      Object name = Chart.at(workload, "metadata", "labels").get("app.kubernetes.io/name");
      Optional<Service> service =
          Arrays.stream(Service.values()).filter(it -> it.title().equals(name)).findFirst();
      if (service.isPresent()) {
        String settings = HelmChartTest.settings(service.get());
        assertThat(Chart.environment(workload).keySet())
            .allMatch(it -> isRead(it, settings), "is read by " + name);
      }
    }
  }

  @Test
  void aVariableThatNobodyReadsIsFound() throws IOException {
    String settings = HelmChartTest.settings(Service.QUERY);
    assertThat(isRead("DATABASE_USERNAME", settings)).isTrue();
    assertThat(isRead("DATABASE_USER", settings)).isFalse();
    assertThat(isRead("QUERY_ACCESS_TOKENS_AUDIENCE", settings)).isTrue();
    assertThat(isRead("QUERY_ACCESS_TOKENS_AUDIENCES", settings)).isFalse();
  }

  private static boolean isRead(String variable, String settings) {
    return READ_BY_LIBRARIES.contains(variable)
        || settings.contains("${" + variable + ":")
        || PROPERTIES.entrySet().stream()
            .filter(it -> variable.startsWith(it.getKey()))
            .anyMatch(
                it -> isComponent(record(it.getValue()), variable.substring(it.getKey().length())));
  }

  private static Class<?> record(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new LinkageError("settings have moved", e);
    }
  }

  /** Whether Spring Boot finds a component of the record, or of one within it, by that name. */
  private static boolean isComponent(Class<?> settings, String variable) {
    String name = variable.replace("_", "").toLowerCase(Locale.ROOT);
    for (RecordComponent component : settings.getRecordComponents()) {
      String its = component.getName().toLowerCase(Locale.ROOT);
      String within = its.toUpperCase(Locale.ROOT) + "_";
      if (its.equals(name)
          || (component.getType().isRecord()
              && variable.startsWith(within)
              && isComponent(component.getType(), variable.substring(within.length())))) {
        return true;
      }
    }
    return false;
  }
}
