package io.cleansight.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final Instant EPOCH = Instant.parse("2026-03-01T08:00:00.123456Z");

  @Test
  void aFrameMadeAgainHasTheSameId() {
    assertThat(Ids.frame("line-1", EPOCH, 7)).isEqualTo(Ids.frame("line-1", EPOCH, 7));
    assertThat(Ids.frame("line-1", EPOCH, 7).version()).isEqualTo(5);
  }

  @Test
  void whatTheWireCannotTellApartHasTheSameId() {
    assertThat(Ids.frame("line-1", EPOCH.plusNanos(999), 7))
        .isEqualTo(Ids.frame("line-1", EPOCH, 7));
  }

  @Test
  void anotherCameraEpochOrSequenceIsAnotherFrame() {
    var id = Ids.frame("line-1", EPOCH, 7);
    assertThat(Ids.frame("line-2", EPOCH, 7)).isNotEqualTo(id);
    assertThat(Ids.frame("line-1", EPOCH.plusNanos(1000), 7)).isNotEqualTo(id);
    assertThat(Ids.frame("line-1", EPOCH, 8)).isNotEqualTo(id);
  }

  @Test
  void aCommandSentAgainUnderItsKeyHasTheSameId() {
    assertThat(Ids.command("key:a", "1")).isEqualTo(Ids.command("key:a", "1"));
    assertThat(Ids.command("key:a", "2")).isNotEqualTo(Ids.command("key:a", "1"));
    assertThat(Ids.command("key:b", "1")).isNotEqualTo(Ids.command("key:a", "1"));
  }

  @Test
  void aSummaryOfOtherNotificationsOrInAnotherOrderIsAnother() {
    assertThat(Ids.summary(List.of("a", "b"))).isEqualTo(Ids.summary(List.of("a", "b")));
    assertThat(Ids.summary(List.of("b", "a"))).isNotEqualTo(Ids.summary(List.of("a", "b")));
    assertThat(Ids.summary(List.of("a", "b", "c"))).isNotEqualTo(Ids.summary(List.of("a", "b")));
  }
}
