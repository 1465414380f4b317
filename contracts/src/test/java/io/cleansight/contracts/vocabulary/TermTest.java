package io.cleansight.contracts.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TermTest {
  @Test
  void isWrittenInLowerCase() {
    assertThat(ReviewStatus.FALSE_POSITIVE.word()).isEqualTo("false_positive");
    assertThat(ReviewStatus.FALSE_POSITIVE.is("false_positive")).isTrue();
  }

  @Test
  void doesNotTakeAnotherSpellingForItself() {
    assertThat(SourceKind.LIVE.is("LIVE")).isFalse();
    assertThat(SourceKind.LIVE.is(null)).isFalse();
  }

  @Test
  void findsWhatThisReleaseKnowsAndLetsTheRestPass() {
    assertThat(Term.find(ViolationType.class, "no_handwash")).contains(ViolationType.NO_HANDWASH);
    assertThat(Term.find(ViolationType.class, "no_gloves")).isEmpty();
    assertThat(Term.find(ViolationType.class, null)).isEmpty();
  }

  @Test
  void listsAConceptsWordsInTheirOrder() {
    assertThat(Term.words(Priority.class)).containsExactly("low", "medium", "high", "critical");
    assertThat(ZoneType.STEPS).containsExactly("handwash", "sanitize");
    assertThat(AlertState.DECISIONS).containsExactly("acknowledged", "resolved");
  }
}
