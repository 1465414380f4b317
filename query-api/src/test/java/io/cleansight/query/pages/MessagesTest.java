package io.cleansight.query.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.contracts.vocabulary.video.CameraReason;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.ViolationReason;
import io.cleansight.contracts.vocabulary.wording.Wording;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The languages say the same, all of it, and what the pages ask for. */
class MessagesTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w*}");
  private static final Pattern LATIN_WORD = Pattern.compile("[A-Za-z]{2,}");
  private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

  /**
   * The plural categories of each language, as Unicode CLDR has them for whole numbers: a counted
   * message has one form for each. LanguageIT compares them with those of a browser.
   */
  private static final Map<String, Set<String>> FORMS =
      Map.of("en", Set.of("one", "other"), "zh", Set.of("other"), "de", Set.of("one", "other"));

  /** Keys whose Chinese message has no Chinese in it. */
  private static final Set<String> NOT_CHINESE = Set.of("exportCsv", "exportXlsx");

  /** What Chinese messages say in English: names, and what is to be typed as it stands. */
  private static final Map<String, Set<String>> ENGLISH_IN_CHINESE =
      Map.of(
          "exportCsv", Set.of("CSV"),
          "exportXlsx", Set.of("Excel"),
          "keysOnly", Set.of("API"),
          "keys", Set.of("Enter", "Shift"),
          "linkHint", Set.of("run", "link"),
          "source_hint", Set.of("rtsp"),
          "channels_hint", Set.of("log", "email", "webhook"),
          "steps_hint", Set.of("handwash", "sanitize"),
          "unanswered", Set.of("capture", "service"));

  /** Keys that stand nowhere in the pages: what the service says is the key, or the end of it. */
  private static final Set<String> SAID_BY_THE_SERVICE =
      Set.of(
          // how a camera is
          "offline",
          "stalled",
          "blind",
          "waiting",
          "finished",
          "off",
          // what became of a picture
          "awaited",
          "missing",
          // what is thought of a person
          "violating",
          "compliant",
          "unknown",
          // what came of a notification
          "retrying",
          "postponed",
          // what somebody did
          "did_handwash",
          "did_sanitize",
          // what is wrong with a clip
          "clip_beginning_missing",
          "clip_end_missing",
          "clip_both_ends_missing",
          "clip_opening_missing",
          "clip_too_large",
          "clip_no_video",
          "clip_unreadable",
          "clip_erased",
          // why frames of a camera were dropped
          "drop_oversize",
          "drop_kafka_backlog",
          "drop_kafka_unavailable",
          "drop_still",
          // how a shift went
          "verdict_good",
          "verdict_attention",
          "verdict_poor",
          "verdict_unknown",
          // why a time cannot be right
          "untimely_future",
          "untimely_expired",
          // what can be worn, and whoever does not
          "mask",
          "gloves",
          "apron",
          "no_mask",
          "no_gloves",
          "no_apron");

  /** Why a camera is not online. */
  private static final Set<String> WHY =
      Term.words(CameraReason.class).stream().map("why_"::concat).collect(Collectors.toSet());

  /** What is said of violations and alerts. */
  private static final Map<String, Wording> SENTENCES =
      Stream.of(
              sentences("reason_", ViolationReason.values()),
              sentences("alert_", AlertReason.values()))
          .flatMap(Function.identity())
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

  private static Stream<Map.Entry<String, Wording>> sentences(
      String beginning, Wording... wordings) {
    return Stream.of(wordings).map(it -> Map.entry(beginning + it.word(), it));
  }

  private final Map<String, String> english = PageSources.messages("en");
  private final Map<String, String> chinese = PageSources.messages("zh");
  private final PageSources pages = PageSources.read();

  static Set<String> languages() {
    return PageSources.languages().keySet();
  }

  @Test
  void everyLanguageOfTheListHasItsFileAndEveryFileIsInTheList() {
    assertThat(languages()).contains("en", "zh").isEqualTo(PageSources.languageFiles());
    assertThat(PageSources.languages())
        .allSatisfy(
            (code, of) -> {
              assertThat(of.name()).as(code).isNotBlank();
              assertThat(Locale.forLanguageTag(of.locale()).getLanguage()).isEqualTo(code);
            });
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyLanguageHasTheSameKeysInTheSameOrder(String language) {
    assertThat(keys(PageSources.messages(language))).isEqualTo(keys(english));
  }

  private static List<String> keys(Map<String, String> messages) {
    return messages.keySet().stream().map(PageSources::withoutForm).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("languages")
  void aCountedMessageHasAFormForEachPluralCategoryOfItsLanguage(String language) {
    assertThat(FORMS).containsKey(language);
    Map<String, Set<String>> forms = PageSources.forms(language);
    assertThat(forms.keySet())
        .isNotEmpty()
        .isEqualTo(PageSources.forms("en").keySet())
        .doesNotContainAnyElementsOf(PageSources.messages(language).keySet());
    assertThat(forms)
        .allSatisfy((key, its) -> assertThat(its).as(key).isEqualTo(FORMS.get(language)));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void noMessageIsEmptyOrPadded(String language) {
    assertThat(PageSources.messages(language))
        .isNotEmpty()
        .allSatisfy((key, text) -> assertThat(text).as(key).isNotBlank())
        .allSatisfy(
            (key, text) ->
                assertThat(text.replaceFirst(": $", ":")).as(key).isEqualTo(text.strip()));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyLanguageHasTheSamePlaceholders(String language) {
    assertThat(PageSources.messages(language))
        .allSatisfy(
            (key, text) ->
                assertThat(found(PLACEHOLDER, text))
                    .as(key)
                    .containsExactlyInAnyOrderElementsOf(found(PLACEHOLDER, inEnglish(key))));
  }

  /** Of a counted message the form that every language has. */
  private String inEnglish(String key) {
    return english.getOrDefault(
        key, english.getOrDefault(PageSources.withoutForm(key) + ".other", ""));
  }

  @Test
  void aSentenceAsksForNothingThatItsCodeDoesNotHave() {
    assertThat(SENTENCES)
        .allSatisfy(
            (key, wording) ->
                assertThat(found(PLACEHOLDER, inEnglish(key)))
                    .as(key)
                    .isSubsetOf(wording.parameters().stream().map("{%s}"::formatted).toList()));
  }

  /** A sentence that stands in two languages was not translated. */
  @ParameterizedTest
  @MethodSource("languages")
  void noSentenceIsLeftInEnglish(String language) {
    assertThat(PageSources.messages(language))
        .allSatisfy(
            (key, text) ->
                assertThat(
                        language.equals("en")
                            || text.split(" ").length < 3
                            || !text.equals(english.get(key)))
                    .as(key)
                    .isTrue());
  }

  @Test
  void chineseIsChinese() {
    var without = new TreeSet<String>();
    var withEnglish = new TreeMap<String, Set<String>>();
    chinese.forEach(
        (key, text) -> {
          if (!CHINESE.matcher(text).find()) {
            without.add(key);
          }
          Set<String> words =
              Set.copyOf(found(LATIN_WORD, PLACEHOLDER.matcher(text).replaceAll("")));
          if (!words.isEmpty()) {
            withEnglish.put(key, words);
          }
        });
    assertThat(without).isEqualTo(NOT_CHINESE);
    assertThat(withEnglish).isEqualTo(ENGLISH_IN_CHINESE);
  }

  @ParameterizedTest
  @MethodSource("languages")
  void otherLanguagesHaveNoChinese(String language) {
    assertThat(PageSources.messages(language))
        .allSatisfy(
            (key, text) ->
                assertThat(CHINESE.matcher(text).find() && !language.equals("zh"))
                    .as(key)
                    .isFalse());
  }

  @Test
  void whatThePagesAskForIsThere() {
    // One of each way to ask, so that none is overlooked.
    assertThat(pages.asked())
        .contains("noCameras", "close", "later", "awaitsAnother", "escalated", "loginFailed")
        .contains("ownPassword", "max_seconds", "item", "cameraId", "source_kept", "smart", "frame")
        .contains(
            "work_area", "login_refused", "legalHold", "outdatedFrames", "zoneName", "inference")
        .doesNotContain("camera_ids", "key");
    assertThat(pages.asked()).filteredOn(it -> !english.containsKey(it)).isEmpty();
    assertThat(pages.counted()).contains("people", "usualIs", "framesToday", "alertsRaised");
    assertThat(PageSources.forms("en").keySet()).containsAll(pages.counted());
    assertThat(pages.beginnings())
        .containsExactlyInAnyOrder(
            "did_", "untimely_", "clip_", "why_", "drop_", "verdict_", "reason_", "alert_")
        .allSatisfy(it -> assertThat(english.keySet()).anyMatch(key -> key.startsWith(it)));
  }

  @Test
  void noMessageIsLeftOver() {
    var used = new HashSet<>(pages.written());
    used.addAll(SAID_BY_THE_SERVICE);
    used.addAll(WHY);
    used.addAll(SENTENCES.keySet());
    assertThat(keys(english)).filteredOn(it -> !used.contains(it)).isEmpty();
    assertThat(keys(english)).containsAll(SENTENCES.keySet());
    assertThat(SAID_BY_THE_SERVICE).filteredOn(it -> !english.containsKey(it)).isEmpty();
    assertThat(WHY).filteredOn(it -> !english.containsKey(it)).isEmpty();
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).toList();
  }
}
