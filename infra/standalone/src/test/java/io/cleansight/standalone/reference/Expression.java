package io.cleansight.standalone.reference;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One PromQL expression, as far as it is asked what it asks for; promtool parses it as a whole.
 *
 * @param where it stands, for messages
 */
record Expression(String where, String text) {
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(?:(\\()|\\{([^}]*)})?");
  private static final Pattern MATCHED_LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");

  /** With what Grafana puts in for its variables. */
  static Expression ofPanel(String where, String text) {
    return new Expression(
        where, text.replace("$__rate_interval", "5m").replace("$camera", ".*").strip());
  }

  /** The metrics that it asks for, each with the labels by which it chooses. */
  Map<String, Set<String>> metrics() {
    var metrics = new TreeMap<String, Set<String>>();
    String bare = RANGE.matcher(GROUPING.matcher(text).replaceAll(" ")).replaceAll(" ");
    Matcher selector = SELECTOR.matcher(bare);
    while (selector.find()) {
      boolean function = selector.group(2) != null;
      if (!function && !OPERATORS.contains(selector.group(1))) {
        metrics
            .computeIfAbsent(selector.group(1), _ -> new TreeSet<>())
            .addAll(matched(selector.group(3)));
      }
    }
    return metrics;
  }

  /** The labels by which it groups. */
  List<String> groups() {
    return GROUPING
        .matcher(text)
        .results()
        .flatMap(it -> Stream.of(it.group(2).split(",", -1)))
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .toList();
  }

  private static List<String> matched(@Nullable String matchers) {
    return matchers == null
        ? List.of()
        : MATCHED_LABEL.matcher(matchers).results().map((MatchResult it) -> it.group(1)).toList();
  }
}
