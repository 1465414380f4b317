package io.cleansight.standalone.reference;

import io.cleansight.standalone.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Javadoc of a record says of its components. */
final class RecordWords {
  private static final Pattern PARAMETER =
      Pattern.compile("@param (\\w+) (.*?)(?=\\s+@param|\\z)", Pattern.DOTALL);

  private RecordWords() {}

  /** By component; what says itself is not there. */
  static Map<String, String> of(Class<?> type) {
    Matcher found =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/(?:\\s*@\\w+(?:\\([^)]*\\))?)*\\s*(?:public )?record "
                    + type.getSimpleName()
                    + "\\(",
                Pattern.DOTALL)
            .matcher(source(type));
    var words = new LinkedHashMap<String, String>();
    if (found.find()) {
      String text = found.group(1).replaceAll("\\n\\s*\\* ?", "\n").strip();
      PARAMETER.matcher(text).results().forEach(it -> words.put(it.group(1), plain(it.group(2))));
    }
    return words;
  }

  /** Javadoc's marks as Markdown has them. */
  static String plain(String javadoc) {
    return javadoc.replaceAll("\\s+", " ").replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`").strip();
  }

  private static String source(Class<?> type) {
    String file = type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
    try {
      Path path =
          Sources.of("src/main/java").stream()
              .filter(it -> it.endsWith(file))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no source of " + type));
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
