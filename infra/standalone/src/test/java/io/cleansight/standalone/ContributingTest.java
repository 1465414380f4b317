package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What these pages link to is there. */
class ContributingTest {
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CONTRIBUTING.md",
        "README.md",
        "README.zh-CN.md",
        "docs/glossary.md",
        "docs/architecture.md"
      })
  void everyLinkLeadsSomewhere(String page) throws IOException {
    Path file = Launched.HOME.resolve(page);
    List<String> links =
        LINK.matcher(Files.readString(file))
            .results()
            .map((MatchResult it) -> it.group(1))
            .toList();
    if (page.equals("CONTRIBUTING.md")) {
      assertThat(links).hasSizeGreaterThanOrEqualTo(20);
    }
    for (String link : links) {
      assertThat(file.resolveSibling(link)).as("%s links to it", page).exists();
    }
  }

  /** The classes that the glossary and the architecture name. */
  @ParameterizedTest
  @ValueSource(strings = {"docs/glossary.md", "docs/architecture.md"})
  void everyClassIsThere(String page) throws IOException {
    List<String> classes =
        Pattern.compile("`([A-Z][a-z]\\w+)(?:\\.\\w+)?`")
            .matcher(Files.readString(Launched.HOME.resolve(page)))
            .results()
            .map(it -> it.group(1))
            .distinct()
            .toList();
    assertThat(classes).hasSizeGreaterThan(20);
    Stream<Path> sources =
        Stream.concat(Sources.of("src/main/java").stream(), Sources.of("src/test/java").stream());
    Stream<String> events = Topics.sources().stream().map(it -> it.event().getSimpleName());
    assertThat(Stream.concat(sources.map(Sources::className), events)).containsAll(classes);
  }
}
