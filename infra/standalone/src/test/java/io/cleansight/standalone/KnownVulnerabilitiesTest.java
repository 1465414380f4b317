package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** No library in the bill of materials is older than what mends a fault on our list. */
class KnownVulnerabilitiesTest {
  private static final Path BOM =
      Launched.HOME.resolve("target/classes/META-INF/sbom/cleansight-sbom.json");
  private static final Path LIST = Launched.HOME.resolve("infra/supply-chain/known-vulnerable.csv");

  private record Library(String name, String version) {}

  private record Fault(String library, String mendedIn, String id) {
    static Fault parse(String line) {
      String[] fields = line.split(",", -1);
      return new Fault(fields[0], fields[1], fields[2]);
    }

    boolean isIn(Library it) {
      return it.name().equals(library)
          && new ComparableVersion(it.version()).compareTo(new ComparableVersion(mendedIn)) < 0;
    }
  }

  @Test
  void noLibraryHasAKnownFault() throws IOException {
    List<Fault> faults = faults();
    assertThat(libraries())
        .hasSizeGreaterThan(150)
        .allSatisfy(it -> assertThat(faults).as("%s", it).noneMatch(fault -> fault.isIn(it)));
  }

  @Test
  void anOlderOneWouldBeNoticed() throws IOException {
    List<Fault> faults = faults();
    assertThat(faults).anyMatch(it -> it.isIn(new Library("org.postgresql:postgresql", "42.7.6")));
    assertThat(faults)
        .noneMatch(it -> it.isIn(new Library("org.postgresql:postgresql", "42.7.10")));
    List<String> known = libraries().stream().map(Library::name).toList();
    assertThat(faults.stream().filter(it -> known.contains(it.library())))
        .as("lines about libraries that we have")
        .hasSizeGreaterThan(8);
  }

  private static List<Library> libraries() throws IOException {
    return new JsonMapper()
        .readTree(Files.readString(BOM))
        .get("components")
        .valueStream()
        .filter(it -> it.has("group"))
        .map(
            it ->
                new Library(
                    it.get("group").asString() + ":" + it.get("name").asString(),
                    it.get("version").asString()))
        .toList();
  }

  private static List<Fault> faults() throws IOException {
    try (Stream<String> lines = Files.lines(LIST)) {
      return lines.filter(it -> !it.startsWith("#")).map(Fault::parse).toList();
    }
  }
}
