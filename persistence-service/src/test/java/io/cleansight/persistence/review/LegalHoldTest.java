package io.cleansight.persistence.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LegalHoldTest {
  private static final Instant NOON = Instant.parse("2026-03-11T12:00:00Z");
  private static final LegalHold NONE = new LegalHold(false, null, null);
  private static final LegalHold HELD = new LegalHold(true, null, null);
  private static final LegalHold REQUESTED = new LegalHold(true, "mei", NOON);

  @Test
  void oneAsksAndAnotherConfirms() {
    assertThat(NONE.after(true, "key:reports", NOON)).contains(HELD);
    assertThat(HELD.after(false, "mei", NOON)).contains(REQUESTED);
    assertThat(REQUESTED.after(false, "lin", NOON.plusSeconds(1))).contains(NONE);
  }

  @Test
  void nobodyConfirmsWhatTheyAskedFor() {
    assertThat(REQUESTED.after(false, "mei", NOON.plusSeconds(1))).isEmpty();
    assertThat(REQUESTED.after(false, "Mei ", NOON.plusSeconds(1))).isEmpty();
    assertThat(REQUESTED.after(false, "token:mei", NOON.plusSeconds(1))).isEmpty();
    assertThat(REQUESTED.after(false, "login:Mei", NOON.plusSeconds(1))).isEmpty();
  }

  @Test
  void aKeyIsNoPerson() {
    assertThat(HELD.after(false, "key:reports", NOON)).isEmpty();
    assertThat(REQUESTED.after(false, "key:reports", NOON)).isEmpty();
  }

  @Test
  void aRequestThatNobodyConfirmedIsOneNoMore() {
    Instant later = NOON.plus(Duration.ofDays(7));
    assertThat(REQUESTED.after(false, "lin", later)).contains(new LegalHold(true, "lin", later));
    assertThat(REQUESTED.after(false, "lin", later.minusMillis(1))).contains(NONE);
  }

  @Test
  void whoeverHoldsItAnewTakesTheRequestBack() {
    assertThat(REQUESTED.after(true, "lin", NOON)).contains(HELD);
  }

  @Test
  void whatIsNotHeldNeedsNoTwo() {
    assertThat(NONE.after(false, "mei", NOON)).contains(NONE);
  }
}
