package io.cleansight.rule.condition;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What alerts say, by code and parameters. */
class ConditionWordsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HALF = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofSeconds(90);

  /** Of each kind, with everything that can be said of it. */
  private static final Map<String, Statement> SAID =
      Stream.of(
              new ViolationCount("no_hairnet", 3, MINUTE).describe(3, HALF),
              new ViolationCount("no_hairnet", 3, MINUTE).describe(5, HALF),
              new ViolationCount("no_hairnet", 3, MINUTE).describeEach(),
              new Occupancy("work_area", 4, MINUTE).describe(6, MINUTE),
              new Occupancy("work_area", 4, MINUTE).describeEach(),
              new Nobody(MINUTE).describe(0, LONG),
              new Offline(MINUTE).describe(0, LONG),
              new Blind(MINUTE).describe(0, LONG),
              dwell(HALF, MINUTE).describe(2, LONG),
              dwell(HALF, MINUTE).describe(1, Duration.ofSeconds(7)),
              dwell(HALF, MINUTE).describeEach(),
              dwell(HALF, null).describeEach(),
              dwell(null, MINUTE).describeEach(),
              new Compliance("hairnet", 95, MINUTE, 2).describe(80, MINUTE),
              new Compliance("hairnet", 95, MINUTE, 2).describeEach())
          .collect(toMap(Statement::code, Function.identity()));

  private static Dwell dwell(@Nullable Duration shortest, @Nullable Duration longest) {
    return new Dwell("work_area", shortest, longest);
  }

  @Test
  void eachHasTheParametersThatItsCodePromises() {
    assertThat(SAID.keySet()).isEqualTo(Term.words(AlertReason.class));
    assertThat(List.of(AlertReason.values()))
        .allSatisfy(
            it ->
                assertThat(said(it).parameters().keySet())
                    .as(it.word())
                    .isEqualTo(it.parameters()));
  }

  @Test
  void numbersAreThoseOfTheEnglishSentence() {
    assertThat(said(AlertReason.MORE_VIOLATIONS).english())
        .isEqualTo("5 x no_hairnet, the first 3 within 30 s (rule: 3 within 60 s)");
    assertThat(said(AlertReason.MORE_VIOLATIONS).parameters())
        .isEqualTo(
            Map.of(
                "violation_type", "no_hairnet",
                "count", "5",
                "lasted_seconds", "30",
                "threshold", "3",
                "window_seconds", "60"));
    assertThat(said(AlertReason.COMPLIANCE).parameters())
        .containsEntry("rate", "80")
        .containsEntry("percent", "95");
  }

  @Test
  void aStayIsTooLongOrTooShortAsItLasted() {
    assertThat(dwell(HALF, null).describe(1, MINUTE.dividedBy(3)).code())
        .isEqualTo("stayed_too_briefly");
    assertThat(dwell(null, HALF).describe(1, MINUTE).code()).isEqualTo("stayed_too_long");
  }

  @Test
  void whatIsOfAnyKindNamesNone() {
    assertThat(new ViolationCount(null, 3, MINUTE).describe(3, HALF).parameters())
        .doesNotContainKey("violation_type");
    assertThat(new Occupancy(null, 4, MINUTE).describeEach().parameters().keySet())
        .isEqualTo(Set.of("max_people"));
  }

  private static Statement said(AlertReason reason) {
    return Objects.requireNonNull(SAID.get(reason.word()), reason.word());
  }
}
