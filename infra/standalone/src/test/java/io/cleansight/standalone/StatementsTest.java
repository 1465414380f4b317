package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Text is in no class file's dependencies, so what SQL query-api has is looked for in sources. */
class StatementsTest {
  private static final Pattern STATEMENT =
      Pattern.compile("\\b(SELECT|INSERT INTO|DELETE FROM|FROM \\w+_\\w+|UPDATE \\w+ SET)\\b");
  private static final Pattern MAY_HAVE_SOME =
      Pattern.compile("(Reader|Store)\\.java$|/query/sql/");

  @Test
  void sqlIsInReadersAlone() throws IOException {
    var elsewhere = new ArrayList<Path>();
    int readers = 0;
    for (Path source : Sources.of("src/main/java")) {
      if (source.toString().contains("/io/cleansight/query/")
          && STATEMENT.matcher(Files.readString(source)).find()) {
        if (MAY_HAVE_SOME.matcher(source.toString()).find()) {
          readers++;
        } else {
          elsewhere.add(source);
        }
      }
    }
    assertThat(elsewhere).isEmpty();
    assertThat(readers).isGreaterThan(10);
  }
}
