package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cleansight.contracts.vocabulary.NotificationOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RequestStageTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** From where, what, to where. */
  private static final Set<String> TABLE =
      new TreeSet<>(
          List.of(
              "WAITING retrying RETRYING",
              "WAITING postponed POSTPONED",
              "WAITING delivered DELIVERED",
              "WAITING given_up GIVEN_UP",
              "RETRYING postponed RETRYING_POSTPONED",
              "RETRYING delivered DELIVERED",
              "RETRYING given_up GIVEN_UP",
              "POSTPONED retrying RETRYING_POSTPONED",
              "POSTPONED delivered DELIVERED",
              "POSTPONED given_up GIVEN_UP",
              "RETRYING_POSTPONED delivered DELIVERED",
              "RETRYING_POSTPONED given_up GIVEN_UP"));

  @Test
  void everyOutcomeOfTheTableLeadsOnAndNoOther() {
    var allowed = new TreeSet<String>();
    for (RequestStage from : RequestStage.values()) {
      for (NotificationOutcome outcome : NotificationOutcome.values()) {
        String begin = from + " " + outcome.word() + " ";
        if (TABLE.stream().anyMatch(it -> it.startsWith(begin))) {
          allowed.add(begin + from.after(outcome));
        } else {
          assertThatIllegalStateException()
              .isThrownBy(() -> from.after(outcome))
              .withMessage("a request cannot be " + outcome.word() + " at " + from);
        }
      }
    }
    assertThat(allowed).isEqualTo(TABLE);
  }

  @Test
  void whereItStandsIsReadFromItsAttempts() {
    Attempts waiting = Attempts.none(NOON, null);
    Attempts retrying = waiting.failed("answers 500", false, NOON);
    assertThat(RequestStage.of(waiting)).isEqualTo(RequestStage.WAITING);
    assertThat(RequestStage.of(retrying)).isEqualTo(RequestStage.RETRYING);
    assertThat(RequestStage.of(waiting.overLimit())).isEqualTo(RequestStage.POSTPONED);
    assertThat(RequestStage.of(retrying.overLimit())).isEqualTo(RequestStage.RETRYING_POSTPONED);
    assertThat(RequestStage.of(waiting.overLimit().failed("answers 500", false, NOON)))
        .isEqualTo(RequestStage.RETRYING_POSTPONED);
  }
}
