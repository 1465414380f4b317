package io.cleansight.inference.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.messaging.state.StateSerde;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a release has written into a changelog, every later one reads. A state that has changed
 * needs its new schema in the folder of the release that is being made; it is left in {@code
 * target/state}.
 */
class StateSchemaTest {
  private static final Path RELEASES = Path.of("src/main/resources/state");

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of("CameraState", JudgeTopology.STATES),
        Arguments.of("CameraSettings", JudgeTopology.CAMERA_SETTINGS));
  }

  @ParameterizedTest
  @MethodSource("states")
  void whatEveryReleaseWroteIsRead(String name, StateSerde<?> serde) throws IOException {
    assertThat(released(name)).isNotEmpty();
    for (Path file : released(name)) {
      assertThat(
              SchemaCompatibility.checkReaderWriterCompatibility(
                      serde.schema(), new Schema.Parser().parse(Files.readString(file)))
                  .getType())
          .as("%s", file)
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  @ParameterizedTest
  @MethodSource("states")
  void theLatestIsWhatIsWrittenNow(String name, StateSerde<?> serde) throws IOException {
    Path left = Files.createDirectories(Path.of("target/state")).resolve(name + ".avsc");
    Files.writeString(left, serde.schema().toString());
    Schema latest = new Schema.Parser().parse(Files.readString(released(name).getLast()));
    assertThat(SchemaNormalization.toParsingForm(latest))
        .isEqualTo(SchemaNormalization.toParsingForm(serde.schema()));
  }

  private static List<Path> released(String name) throws IOException {
    try (Stream<Path> releases = Files.list(RELEASES)) {
      return releases.map(it -> it.resolve(name + ".avsc")).filter(Files::exists).sorted().toList();
    }
  }
}
