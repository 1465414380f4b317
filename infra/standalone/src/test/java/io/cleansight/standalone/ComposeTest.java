package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Containers of compose can do what they must. */
class ComposeTest {
  private static final Path FILE = Launched.HOME.resolve("infra/compose/compose.yaml");

  private static Map<String, Object> services() throws IOException {
    // Merge keys (<<) are resolved on reading.
    return Chart.at(Chart.load(Files.readString(FILE)), "services");
  }

  /**
   * Docker mounts a tmpfs noexec unless it is told otherwise, and nothing can be loaded from it.
   */
  @Test
  void nativeLibrariesCanBeLoadedFromWhereTheyAreUnpacked() throws IOException {
    String start = Files.readString(Launched.HOME.resolve("infra/images/start"));
    assertThat(start).contains("-Dorg.bytedeco.javacpp.cachedir=/tmp/");
    for (Service service : Service.values()) {
      Map<String, Object> container = Chart.at(services(), service.title());
      assertThat(container).containsEntry("read_only", true);
      assertThat((List<?>) container.get("tmpfs")).singleElement().isEqualTo("/tmp:exec");
    }
  }

  /** What Docker waits before it kills is less than a service may need to end. */
  @Test
  void aServiceHasTheTimeToEndThatTheChartGivesIt() throws IOException {
    for (Service service : Service.values()) {
      assertThat(Chart.at(services(), service.title()))
          .containsEntry(
              "stop_grace_period",
              Chart.at(Chart.values(), "pods").get("terminationGracePeriodSeconds") + "s");
    }
  }
}
