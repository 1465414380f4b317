package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    Map<String, String> sums = sums(out);
    assertThat(sums)
        .containsOnlyKeys(
            "cleansight-9.8.7.cdx.json",
            "cleansight-9.8.7.tar.gz",
            "cleansight-chart-9.8.7.tgz",
            "cleansight-contracts-9.8.7.jar");
    for (var sum : sums.entrySet()) {
      assertThat(sum.getValue()).as(sum.getKey()).isEqualTo(sha256(out.resolve(sum.getKey())));
    }

    run(List.of("tar", "-C", folder.toString(), "-xzf", out + "/cleansight-9.8.7.tar.gz"));
    Path home = folder.resolve("cleansight-9.8.7");
    assertThat(run(List.of(home.resolve("run").toString(), "--help")))
        .contains("--source")
        .doesNotContain("Building");
    for (Service service : Service.values()) {
      for (String jars : service.classPath(home).split(":")) {
        assertThat(Path.of(jars.replace("/*", ""))).exists();
      }
    }

    run(List.of("tar", "-C", folder.toString(), "-xzf", out + "/cleansight-chart-9.8.7.tgz"));
    String rendered =
        new Helm(folder.resolve("cleansight"))
            .template()
            .withKubeVersion("1.30.0")
            .set("image.registry", "r.example")
            .call();
    assertThat(rendered).contains("capture-service");
  }

  private static Map<String, String> sums(Path out) throws IOException {
    return Files.readAllLines(out.resolve("SHA256SUMS")).stream()
        .map(line -> line.split("  ", 2))
        .collect(Collectors.toMap(it -> it[1], it -> it[0], (one, _) -> one, TreeMap::new));
  }

  private static String sha256(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
