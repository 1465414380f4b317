package io.cleansight.rule.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cleansight.contracts.vocabulary.SilenceKind;
import io.cleansight.event.Silence;
import io.cleansight.rule.SilenceWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SilenceWindowReaderTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aBadSilenceIsRefusedByTheNameOfItsFault() {
    refused(it -> it.setKind("holiday"), "kind");
    refused(it -> it.setComment(""), "comment");
    refused(it -> it.setCreatedBy(""), "created_by");
    refused(it -> it.setCameraIds(List.of("../etc")), "camera_ids");
    refused(it -> it.setLabels(List.of("")), "labels");
    refused(it -> it.setEndsAt(NOON), "ends_at");
    refused(it -> it.setEndsAt(NOON.plus(Duration.ofDays(366)).plusMillis(1)), "ends_at");
    var tooMany = Collections.nCopies(FieldChecks.MOST_CAMERAS + 1, UUID.randomUUID());
    refused(it -> it.setRuleIds(tooMany), "rule_ids");
  }

  @Test
  void aSilenceMayLastAYear() {
    Instant longest = NOON.plus(Duration.ofDays(366));
    assertThat(read(it -> it.setEndsAt(longest)).to()).isEqualTo(longest);
  }

  private static SilenceWindow read(UnaryOperator<Silence.Builder> change) {
    return SilenceWindowReader.read(
        change
            .apply(
                Silence.newBuilder()
                    .setSilenceId(UUID.randomUUID())
                    .setKind(SilenceKind.SILENCE.word())
                    .setCameraIds(List.of())
                    .setLabels(List.of())
                    .setRuleIds(List.of())
                    .setStartsAt(NOON)
                    .setEndsAt(NOON.plus(Duration.ofHours(6)))
                    .setComment("for the test")
                    .setCreatedBy("test"))
            .build());
  }

  private static void refused(UnaryOperator<Silence.Builder> change, String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(change))
        .withMessageContaining(named);
  }
}
