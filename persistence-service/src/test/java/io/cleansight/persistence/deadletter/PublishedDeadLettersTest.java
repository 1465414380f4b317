package io.cleansight.persistence.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedDeadLettersTest {
  private final PublishedDeadLetters letters = new PublishedDeadLetters(3);

  @Test
  void nothingIsKnownBeforeItIsLookedUp() {
    assertThat(letters.covers(0)).isFalse();
    letters.add(5, 100);
    assertThat(letters.has(5, 100)).isFalse();
  }

  @Test
  void knowsTheLettersFromThereOn() {
    letters.beginAt(10);
    letters.add(9, 90);
    letters.add(10, 100);
    letters.add(12, 120);
    assertThat(letters.covers(9)).isFalse();
    assertThat(letters.covers(10)).isTrue();
    assertThat(letters.has(9, 90)).isFalse();
    assertThat(letters.has(10, 100)).isTrue();
    assertThat(letters.has(11, 110)).isFalse();
    assertThat(letters.has(12, 120)).isTrue();
  }

  @Test
  void anotherRecordAtThatOffsetHasNone() {
    letters.beginAt(0);
    letters.add(1, 100);
    letters.add(2, PublishedDeadLetters.UNTOLD);
    assertThat(letters.has(1, 101)).isFalse();
    assertThat(letters.has(2, 101)).isTrue();
  }

  @Test
  void whereThereAreTooManyItKnowsAShorterStretch() {
    letters.beginAt(0);
    for (long offset : new long[] {7, 1, 5, 3}) {
      letters.add(offset, offset);
    }
    assertThat(letters.size()).isEqualTo(3);
    assertThat(letters.covers(5)).isTrue();
    assertThat(letters.covers(6)).isTrue();
    assertThat(letters.covers(7)).isFalse();
    letters.add(6, 6);
    assertThat(letters.covers(6)).isFalse();
    assertThat(letters.has(5, 5)).isTrue();
    letters.beginAt(6);
    assertThat(letters.size()).isZero();
    assertThat(letters.covers(1000)).isTrue();
  }

  @Test
  void forgetsWhatIsDealtWith() {
    letters.beginAt(0);
    letters.add(1, 1);
    letters.add(2, 2);
    letters.forgetBefore(2);
    assertThat(letters.size()).isEqualTo(1);
    assertThat(letters.has(2, 2)).isTrue();
    letters.add(3, 3);
    letters.add(4, 4);
    assertThat(letters.covers(4)).isTrue();
  }
}
