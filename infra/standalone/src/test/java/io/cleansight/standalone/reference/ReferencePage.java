package io.cleansight.standalone.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topic;
import io.cleansight.standalone.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One page of docs/reference, which a test writes. */
final class ReferencePage {
  static final Path FOLDER = Sources.HOME.resolve("docs/reference");

  private final String name;
  private final StringBuilder text = new StringBuilder();

  ReferencePage(String name, String title, String intro) {
    this.name = name;
    text.append("# ").append(title).append("\n\n");
    text.append("<!-- Written by a test from the code; see CONTRIBUTING.md. -->\n\n");
    text.append(intro).append('\n');
  }

  ReferencePage section(String title) {
    text.append("\n## ").append(title).append('\n');
    return this;
  }

  ReferencePage paragraph(String words) {
    text.append('\n').append(words).append('\n');
    return this;
  }

  ReferencePage table(String... columns) {
    text.append('\n');
    row(columns);
    return row(Stream.of(columns).map(_ -> "---").toArray(String[]::new));
  }

  ReferencePage row(String... cells) {
    text.append(
        Stream.of(cells)
            .map(it -> it.replace("|", "\\|").replace('\n', ' '))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    return this;
  }

  static String code(String words) {
    return words.isEmpty() ? "" : "`" + words + "`";
  }

  /** How long a topic keeps a record. */
  static String kept(Topic topic) {
    Duration retention = topic.retention();
    return topic.compacted()
        ? "the latest of each key"
        : retention.toDays() > 0 ? retention.toDays() + " d" : retention.toMinutes() + " min";
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The page says that; with {@code -Dreference.write=true} it is made to. */
  void assertIsWritten() throws IOException {
    assertIsWritten(name, text.toString());
  }

  /** The file of that name says that; with {@code -Dreference.write=true} it is made to. */
  static void assertIsWritten(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("reference.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertThat(file)
        .as(
            "written anew by ./mvnw -pl infra/standalone test -Dtest='*PageTest'"
                + " -Dreference.write=true")
        .content()
        .isEqualTo(text);
  }
}
