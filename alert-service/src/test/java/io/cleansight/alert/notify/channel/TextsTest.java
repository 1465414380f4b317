package io.cleansight.alert.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.alert.notify.Alerts;
import io.cleansight.event.Alert;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Alert ALERT =
      Alert.newBuilder(Alerts.raised("robot")).setRuleName("Rule").setMessage("line-1: 发网").build();
  private static final Message ONE = Alerts.message(Instant.EPOCH, "robot", "robot", ALERT);
  private static final Message THREE =
      Alerts.message(Instant.EPOCH, "robot", "robot", ALERT, ALERT, ALERT);

  @Test
  void oneAlertIsToldInFull() {
    assertThat(Texts.of(ONE)).isEqualTo("[high] Rule\nline-1: 发网\n2026-03-01T12:04:00Z");
    assertThat(Texts.of(ONE, 2048)).isEqualTo(Texts.of(ONE));
  }

  @Test
  void whyItIsUrgentIsSaid() {
    assertThat(Texts.urgency(Alerts.of(ALERT, "raised"))).isEqualTo("high");
    assertThat(Texts.urgency(Alerts.of(ALERT, "escalated")))
        .isEqualTo("high, not acknowledged in time");
    assertThat(Texts.urgency(Alerts.of(ALERT, "unsilenced")))
        .isEqualTo("high, still open after a silence");
  }

  @Test
  void severalAreCountedAndEachIsTold() {
    String alert = "[high] Rule\nline-1: 发网\n2026-03-01T12:04:00Z";
    assertThat(Texts.of(THREE)).isEqualTo("3 alerts\n\n" + alert + "\n\n" + alert + "\n\n" + alert);
  }

  @Test
  void whatDoesNotFitIsCounted() {
    int whole = Texts.of(THREE).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    assertThat(Texts.of(THREE, whole)).isEqualTo(Texts.of(THREE));
    String line = "\n[high] line-1: 发网";
    assertThat(Texts.of(THREE, whole - 1)).isEqualTo("3 alerts" + line + line + line);
    // 8 bytes of heading, 22 a line, 13 for "… and N more" on its own line.
    int two = 8 + 2 * 22 + 15;
    assertThat(Texts.of(THREE, two)).isEqualTo("3 alerts" + line + line + "\n… and 1 more");
    assertThat(Texts.of(THREE, two - 1)).isEqualTo("3 alerts" + line + "\n… and 2 more");
    assertThat(Texts.of(ONE, 30)).isEqualTo("[high] line-1: 发网");
  }
}
