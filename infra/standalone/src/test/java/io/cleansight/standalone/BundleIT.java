package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release is made of, packed from what this build has left. */
class BundleIT {
  private static final String VERSION = "9.8.7";

  @TempDir static Path folder;

  @Test
  void whatIsReleasedIsAllThereAndRuns() throws Exception {
    Path out = folder.resolve("release");
    run(List.of(Launched.HOME.resolve("infra/release/bundle").toString(), VERSION, out.toString()));
    assertThat(summed(out))
        .containsExactlyInAnyOrder(
            "cleansight-9.8.7.cdx.json",
            "cleansight-9.8.7.tar.gz",
            "cleansight-chart-9.8.7.tgz",
            "cleansight-contracts-9.8.7.jar");
    run(List.of("sh", "-c", "cd \"$0\" && sha256sum --strict --check SHA256SUMS", out.toString()));

    run(List.of("tar", "-C", folder.toString(), "-xzf", out + "/cleansight-9.8.7.tar.gz"));
    Path home = folder.resolve("cleansight-9.8.7");
    assertThat(run(List.of(home.resolve("run").toString(), "--help")))
        .contains("--source")
        .doesNotContain("Building");
    for (Service service : Service.values()) {
      for (String jars : service.built(home).classPath().split(":")) {
        assertThat(Path.of(jars.replace("/*", ""))).exists();
      }
    }

    assertThat(home.resolve("examples/Violations.java")).exists();

    run(List.of("tar", "-C", folder.toString(), "-xzf", out + "/cleansight-chart-9.8.7.tgz"));
    String rendered =
        new Helm(folder.resolve("cleansight"))
            .template()
            .withKubeVersion("1.30.0")
            .set("image.registry", "r.example")
            .call();
    assertThat(rendered).contains("capture-service");
  }

  /** The files that sums are told of. */
  private static List<String> summed(Path out) throws IOException {
    return Files.readAllLines(out.resolve("SHA256SUMS")).stream()
        .map(line -> line.split("  ", 2)[1])
        .toList();
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
