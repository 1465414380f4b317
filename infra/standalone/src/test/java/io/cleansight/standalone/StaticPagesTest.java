package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What pages must not do, as their sources say it. */
class StaticPagesTest {
  private static final Path PAGES = Launched.HOME.resolve("query-api/src/main/resources/static");
  private static final Pattern KEPT = Pattern.compile("localStorage\\.setItem\\(([^,]+),");
  private static final Pattern INPUT = Pattern.compile("<input[^>]*>");

  /** A field that is made by {@code fields.js}. */
  private static final Pattern FIELD = Pattern.compile("field\\(\\{\\s*name: [^}]*}");

  @Test
  void whatIsShownIsTextAndNeverMarkup() throws IOException {
    assertThat(
            found(
                "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|srcdoc|DOMParser"
                    + "|createContextualFragment|setHTML"))
        .isEmpty();
  }

  @Test
  void noTextIsRun() throws IOException {
    assertThat(
            found(
                "\\beval\\(|new Function|set(?:Timeout|Interval)\\(['\"`]|javascript:|postMessage"
                    + "|<[^>]* on[a-z]+="))
        .isEmpty();
  }

  @Test
  void browsersKeepLanguageAndHowTheLivePageLooksAlone() throws IOException {
    assertThat(found(KEPT.pattern()))
        .allSatisfy(it -> assertThat(it).containsAnyOf("'language'", "'columns'", "'video'"))
        .isNotEmpty();
    assertThat(found("sessionStorage|indexedDB|document\\.cookie\\s*=|caches\\.open")).isEmpty();
  }

  @Test
  void passwordsAreTypedHiddenAndMayBePasted() throws IOException {
    assertThat(found(INPUT.pattern()))
        .filteredOn(it -> it.contains("password"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("type=\"password\"", "autocomplete=\""));
    assertThat(found(FIELD.pattern()))
        .filteredOn(it -> it.contains("'password'"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).contains("kind: 'password'"));
    assertThat(pages().get("fields.js")).contains("password: 'password'");
    assertThat(found("onpaste|'paste'|autocomplete=\"off\"")).isEmpty();
  }

  /** Else it would be in the address, were a form sent before its script is there. */
  @Test
  void noFormPutsAPasswordIntoAnAddress() throws IOException {
    assertThat(found("(?s)<form[^>]*>(?:(?!</form>).)*type=\"password\""))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it).contains("method=\"post\""));
  }

  /** Up to what is its own, a page is like every other but for its script. */
  @Test
  void everyPageBeginsAlike() throws IOException {
    var beginnings = new HashSet<String>();
    for (var page : pages().entrySet()) {
      if (page.getKey().endsWith(".html")) {
        String text = page.getValue();
        assertThat(text).as(page.getKey()).contains("<main");
        beginnings.add(
            text.substring(0, text.indexOf("<main")).replaceFirst("src=\"[a-z]+\\.js\"", "src"));
      }
    }
    assertThat(beginnings).hasSize(1).first().asString().contains(" src>", "<header id=\"bar\">");
  }

  /** Every place where that stands, with the file before it. */
  private static List<String> found(String regex) throws IOException {
    Pattern wanted = Pattern.compile(regex);
    var places = new ArrayList<String>();
    for (var page : pages().entrySet()) {
      wanted
          .matcher(page.getValue())
          .results()
          .map(MatchResult::group)
          .forEach(it -> places.add(page.getKey() + ": " + it));
    }
    return places;
  }

  private static Map<String, String> pages() throws IOException {
    var pages = new TreeMap<String, String>();
    try (var files = Files.list(PAGES)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".html") || name.endsWith(".js")) {
          pages.put(name, Files.readString(file));
        }
      }
    }
    assertThat(pages).containsKeys("index.html", "page.js");
    return pages;
  }
}
