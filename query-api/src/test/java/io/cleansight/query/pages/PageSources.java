package io.cleansight.query.pages;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The pages as they are written, and which messages they ask for. */
record PageSources(String html, String scripts) {
  private static final Path PAGES = Path.of("src/main/resources/static");
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private static final Pattern IN_HTML = Pattern.compile("data-(?:text|label)=\"(\\w+)\"");
  private static final Pattern LITERAL = Pattern.compile("'([A-Za-z]\\w*)'");

  /** A literal that is not what something is compared with. */
  private static final Pattern SAID = Pattern.compile("(?<![!=]== )'([A-Za-z]\\w*)'");

  private static final Pattern BEGINNING = Pattern.compile("\\bmessage(?:Or)?\\(`(\\w+)\\$\\{");

  /** Calls whose literals are keys. */
  private static final Pattern CALL =
      Pattern.compile("\\b(?:message|tag|begin|beginOutside|figure)(?=\\()");

  /** Calls whose first literal is the key of a counted message. */
  private static final Pattern COUNTED =
      Pattern.compile("\\b(?:counted|plural|figures)\\(\\s*'(\\w+)'");

  /** The form of a counted message, after its key: a plural category. */
  private static final Pattern FORM = Pattern.compile("\\.(zero|one|two|few|many|other)$");

  /** Calls whose first literal is a key. */
  private static final Pattern FIRST = Pattern.compile("\\b(?:count|labelled)\\(\\s*'(\\w+)'");

  /**
   * The description of a field: its label is a key, its hint, and its name where it has no label.
   */
  private static final Pattern FIELD = Pattern.compile("(?=\\{\\s*name: '(\\w+)',\\s*kind: ')");

  private static final Pattern LABEL = Pattern.compile("\\blabel: '(\\w+)'");
  private static final Pattern HINT = Pattern.compile("\\bhint: [^,}]*");

  /** Lists whose literals are keys: constants, options, and the head of a table. */
  private static final Pattern LIST =
      Pattern.compile(
          "(?:(?<=\\bconst )[A-Z]+ = \\[.*?];)|(?:\\boptions: \\[[^]]*])|(?:\\btable\\(\\s*'[\\w-]+',\\s*\\[[^]]*])",
          Pattern.DOTALL);

  /** A fact: its key, and its value, which is none. */
  private static final Pattern FACT = Pattern.compile("\\[\\s*'([a-z]\\w*)',\\s*+(?!')");

  /** A line of the list of languages. */
  private static final Pattern LANGUAGE =
      Pattern.compile("(?m)^  (\\w+): \\{ name: '([^']+)', locale: '([\\w-]+)' },$");

  /** A table of lists by key. */
  private static final Pattern ENTRY = Pattern.compile("(?m)^  (\\w+): \\[");

  static PageSources read() {
    return new PageSources(all(".html"), all(".js"));
  }

  /** Fails where a key is there twice. */
  static Map<String, String> messages(String language) {
    Path file = PAGES.resolve("messages/" + language + ".json");
    return JSON.readValue(file, new TypeReference<LinkedHashMap<String, String>>() {});
  }

  /**
   * A language as the pages know it.
   *
   * @param name in itself
   * @param locale by which times and numbers are written
   */
  record Language(String name, String locale) {}

  /** By the name of its file. */
  static Map<String, Language> languages() {
    var languages = new LinkedHashMap<String, Language>();
    LANGUAGE
        .matcher(text(PAGES.resolve("messages.js")))
        .results()
        .forEach(it -> languages.put(it.group(1), new Language(it.group(2), it.group(3))));
    return languages;
  }

  /** Names of the files with messages, without their ending. */
  static Set<String> languageFiles() {
    try (var files = Files.list(PAGES.resolve("messages"))) {
      return files
          .map(it -> it.getFileName().toString().replaceFirst("\\.json$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keys that are asked for. */
  Set<String> asked() {
    var keys = new TreeSet<String>();
    collect(IN_HTML, html, keys);
    collect(FIRST, scripts, keys);
    collect(FACT, scripts, keys);
    collect(ENTRY, scripts, keys);
    CALL.matcher(scripts)
        .results()
        .forEach(it -> collect(SAID, enclosed(scripts, it.end(), '(', ')'), keys));
    LIST.matcher(scripts).results().forEach(it -> collect(LITERAL, it.group(), keys));
    FIELD
        .matcher(scripts)
        .results()
        .forEach(it -> field(it.group(1), enclosed(scripts, it.start(), '{', '}'), keys));
    return keys;
  }

  /** Keys of counted messages that are asked for. */
  Set<String> counted() {
    var keys = new TreeSet<String>();
    collect(COUNTED, scripts, keys);
    return keys;
  }

  /** The key as pages ask for it: without the form of a counted message. */
  static String withoutForm(String key) {
    return FORM.matcher(key).replaceFirst("");
  }

  /** The forms that a language has of each counted message, by its key. */
  static Map<String, Set<String>> forms(String language) {
    var forms = new TreeMap<String, Set<String>>();
    messages(language)
        .keySet()
        .forEach(
            key ->
                FORM.matcher(key)
                    .results()
                    .forEach(
                        it ->
                            forms
                                .computeIfAbsent(withoutForm(key), _ -> new TreeSet<>())
                                .add(it.group(1))));
    return forms;
  }

  /** What keys begin with whose end is said by the service. */
  Set<String> beginnings() {
    var beginnings = new TreeSet<String>();
    collect(BEGINNING, scripts, beginnings);
    return beginnings;
  }

  /** Whatever is written in the pages that could be a key. */
  Set<String> written() {
    var keys = new TreeSet<String>();
    collect(IN_HTML, html, keys);
    collect(LITERAL, scripts, keys);
    collect(ENTRY, scripts, keys);
    return keys;
  }

  private static void field(String name, String field, Set<String> keys) {
    Matcher label = LABEL.matcher(field);
    keys.add(label.find() ? label.group(1) : name);
    HINT.matcher(field).results().forEach(it -> collect(LITERAL, it.group(), keys));
  }

  private static void collect(Pattern pattern, String text, Set<String> keys) {
    pattern.matcher(text).results().forEach(it -> keys.add(it.group(1)));
  }

  /** From an opening bracket to the one that closes it. */
  private static String enclosed(String text, int start, char opens, char closes) {
    int depth = 0;
    for (int at = start; at < text.length(); at++) {
      if (text.charAt(at) == opens) {
        depth++;
      } else if (text.charAt(at) == closes && --depth == 0) {
        return text.substring(start, at + 1);
      }
    }
    throw new IllegalStateException("nothing closes " + text.substring(start));
  }

  private static String all(String ending) {
    try (var files = Files.list(PAGES)) {
      return files
          .filter(it -> it.toString().endsWith(ending))
          .sorted()
          .map(PageSources::text)
          .collect(joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
