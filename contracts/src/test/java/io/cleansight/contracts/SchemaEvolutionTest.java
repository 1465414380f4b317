package io.cleansight.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.codec.ReleasedSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Whatever was released can read what is written now, and the other way round. */
class SchemaEvolutionTest {
  private static final Path RELEASED = Path.of("src/main/resources/released");
  private static final Path VERSIONS = RELEASED.resolve("versions");
  private static final SchemaValidator FULL =
      new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

  @TestFactory
  Stream<DynamicTest> everyEventStaysCompatibleWithEveryRelease() {
    return Topics.sources().stream()
        .map(topic -> SpecificData.get().getSchema(topic.event()))
        .map(
            schema ->
                DynamicTest.dynamicTest(
                    schema.getName(), () -> FULL.validate(schema, released(schema.getName()))));
  }

  /** A release keeps what it was made with: {@code -Dschemas.release=VERSION} writes it. */
  @Test
  @EnabledIfSystemProperty(named = "schemas.release", matches = ".+")
  void aReleaseHasTheSchemasOfNow() throws IOException {
    Path release = Files.createDirectories(RELEASED.resolve(System.getProperty("schemas.release")));
    for (var topic : Topics.sources()) {
      Schema schema = SpecificData.get().getSchema(topic.event());
      Path file = release.resolve(schema.getName() + ".avsc");
      Files.writeString(file, SchemaFormatter.format("json/pretty", schema) + "\n");
      assertThat(parse(file)).isEqualTo(schema);
    }
    Files.writeString(VERSIONS, String.join("\n", releases()) + "\n");
  }

  /** A jar's folders cannot be listed; what is not in the list is not read. */
  @Test
  void everyReleaseIsListed() throws IOException {
    assertThat(Files.readAllLines(VERSIONS)).isNotEmpty().isEqualTo(releases());
    assertThat(Topics.sources())
        .allSatisfy(
            topic ->
                assertThat(ReleasedSchemas.of(topic.event()))
                    .isEqualTo(released(topic.event().getSimpleName())));
  }

  @Test
  void everyEventWasReleased() {
    assertThat(Topics.sources())
        .allSatisfy(topic -> assertThat(released(topic.event().getSimpleName())).isNotEmpty());
  }

  @Test
  void aFieldWithoutDefaultWouldBeNoticed() {
    var now = new Schema.Parser().parse(record("\"a\", \"b\""));
    var then = new Schema.Parser().parse(record("\"a\""));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> FULL.validate(now, List.of(then)))
        .isInstanceOf(SchemaValidationException.class);
  }

  private static String record(String names) {
    String fields =
        Stream.of(names.split(", "))
            .map("{\"name\": %s, \"type\": \"long\"}"::formatted)
            .collect(java.util.stream.Collectors.joining(","));
    return "{\"type\": \"record\", \"name\": \"R\", \"fields\": [" + fields + "]}";
  }

  private static List<Schema> released(String name) {
    return releases().stream()
        .map(release -> RELEASED.resolve(release).resolve(name + ".avsc"))
        .filter(Files::exists)
        .map(SchemaEvolutionTest::parse)
        .toList();
  }

  /** Oldest first. */
  private static List<String> releases() {
    try (Stream<Path> folders = Files.list(RELEASED)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted(Comparator.comparing(ModuleDescriptor.Version::parse))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
