package io.cleansight.standalone;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** docs/security.md has every requirement once, and names nothing that is not there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityPageTest {
  private static final String REQUIREMENTS = "/asvs-5.0.0-levels-1-and-2.txt";
  private static final String MET = "met";
  private static final List<String> STATUSES =
      List.of(MET, "met, no test", "partly", "not met", "not applicable");
  private static final Pattern ID = Pattern.compile("\\d+\\.\\d+\\.\\d+");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.([A-Za-z]\\w+)`");
  private static final Pattern FILE = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)+)`");

  private final List<Row> rows = new ArrayList<>();
  private String page = "";
  private Map<String, List<Path>> tests = Map.of();

  private record Row(String id, String status, String why) {
    String chapter() {
      return id.substring(0, id.indexOf('.'));
    }
  }

  @BeforeAll
  void read() throws IOException {
    page = Files.readString(Launched.HOME.resolve("docs/security.md"));
    page.lines()
        .map(SecurityPageTest::cells)
        .filter(it -> it.size() == 4 && ID.matcher(it.getFirst()).matches())
        .forEach(it -> rows.add(new Row(it.get(0), it.get(2), it.get(3))));
    tests = tests();
  }

  @Test
  void everyRequirementStandsThereOnce() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SecurityPageTest.class.getResourceAsStream(REQUIREMENTS))) {
      List<String> all = new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      assertThat(all).hasSize(253); // 70 of level 1, 183 of level 2
      assertThat(rows).extracting(Row::id).containsExactlyInAnyOrderElementsOf(all);
    }
    assertThat(rows).extracting(Row::status).isSubsetOf(STATUSES);
    assertThat(rows).extracting(Row::why).doesNotContain("");
  }

  @Test
  void countsAreThoseOfTheRows() {
    Map<String, List<String>> counts =
        page.lines()
            .map(SecurityPageTest::cells)
            .filter(it -> it.size() == 7 && it.getFirst().matches("\\d+ .+|all"))
            .collect(toMap(it -> it.getFirst().split(" ", 2)[0], it -> it.subList(1, 7)));
    Map<String, List<Row>> chapters = rows.stream().collect(Collectors.groupingBy(Row::chapter));
    assertThat(counts).hasSize(chapters.size() + 1).containsEntry("all", counted(rows));
    chapters.forEach(
        (chapter, its) -> assertThat(counts.get(chapter)).as(chapter).isEqualTo(counted(its)));
  }

  @Test
  void whatIsCalledMetNamesTheTestThatShowsIt() {
    assertThat(rows.stream().filter(it -> it.status().equals(MET)))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(TEST.matcher(it.why()).find()).as("%s", it).isTrue());
  }

  @Test
  void everyTestAndFileThatIsNamedIsThere() {
    assertThat(TEST.matcher(page).results())
        .hasSizeGreaterThan(100)
        .allSatisfy(it -> assertThat(isThere(it)).as(it.group()).isTrue());
    assertThat(FILE.matcher(page).results())
        .isNotEmpty()
        .allSatisfy(it -> assertThat(Launched.HOME.resolve(it.group(1))).exists());
  }

  /** As a method, or as a rule of ArchUnit. */
  private boolean isThere(MatchResult test) {
    Pattern declared = Pattern.compile("(void %1$s\\s*\\(| %1$s =)".formatted(test.group(2)));
    return tests.getOrDefault(test.group(1), List.of()).stream()
        .anyMatch(it -> declared.matcher(text(it)).find());
  }

  private static List<String> counted(List<Row> rows) {
    return Stream.concat(
            Stream.of(rows.size()),
            STATUSES.stream()
                .map(
                    status -> (int) rows.stream().filter(it -> it.status().equals(status)).count()))
        .map(String::valueOf)
        .toList();
  }

  private static List<String> cells(String line) {
    return line.startsWith("| ") && line.endsWith(" |")
        ? Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
            .map(String::strip)
            .toList()
        : List.of();
  }

  /** Sources of tests by the name of their class. */
  private static Map<String, List<Path>> tests() throws IOException {
    return Sources.of("src/test/java").stream().collect(Collectors.groupingBy(Sources::className));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
