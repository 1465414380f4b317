package io.cleansight.contracts.vocabulary.wording;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that people are told. A value: {@link #with} gives another.
 *
 * @param code word of a {@link Wording}
 * @param parameters by name; numbers as in JSON
 * @param english the whole sentence, without a full stop, for whoever has no words for the code
 */
public record Statement(String code, Map<String, String> parameters, String english) {
  public Statement {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** Without parameters so far. */
  public static Statement of(Wording wording, String english) {
    return new Statement(wording.word(), Map.of(), english);
  }

  /**
   * With a word.
   *
   * @param word null: any is meant
   */
  public Statement with(String name, @Nullable String word) {
    return word == null ? this : adding(name, word);
  }

  public Statement with(String name, long number) {
    return adding(name, Long.toString(number));
  }

  /** With a number that is rounded to so many digits after the point. */
  public Statement with(String name, double number, int digits) {
    return adding(name, String.format(Locale.ROOT, "%." + digits + "f", number));
  }

  private Statement adding(String name, String value) {
    var all = new TreeMap<>(parameters);
    all.put(name, value);
    return new Statement(code, all, english);
  }
}
