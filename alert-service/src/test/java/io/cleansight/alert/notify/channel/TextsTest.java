package io.cleansight.alert.notify.channel;

import static io.cleansight.alert.notify.channel.PageLinks.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.alert.notify.Alerts;
import io.cleansight.event.Alert;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  private static final Alert ALERT =
      Alert.newBuilder(Alerts.raised("robot")).setRuleName("Rule").setMessage("line-1: 发网").build();
  private static final Message ONE = Alerts.message(Instant.EPOCH, "robot", "robot", ALERT);
  private static final Message THREE =
      Alerts.message(Instant.EPOCH, "robot", "robot", ALERT, ALERT, ALERT);

  @Test
  void oneAlertIsToldInFull() {
    assertThat(Texts.of(ONE, NONE)).isEqualTo("[high] Rule\nline-1: 发网\n2026-03-01T12:04:00Z");
    assertThat(Texts.of(ONE, NONE, 2048)).isEqualTo(Texts.of(ONE, NONE));
  }

  @Test
  void anAlertLeadsToItsViolationsOrToItself() {
    var links = new PageLinks("https://pages.example.com/plant/");
    Alert ofNone = Alert.newBuilder(ALERT).setViolationIds(List.of()).build();
    UUID violation = UUID.fromString("00000000-0000-0000-0000-000000000007");
    Alert ofOne = Alert.newBuilder(ALERT).setViolationIds(List.of(violation)).build();
    assertThat(Texts.of(Alerts.message(Instant.EPOCH, "robot", "robot", ofNone), links))
        .endsWith("Z\nhttps://pages.example.com/plant/alerts.html?id=" + ALERT.getAlertId());
    assertThat(Texts.of(Alerts.message(Instant.EPOCH, "robot", "robot", ofOne, ofNone), links))
        .contains("Z\nhttps://pages.example.com/plant/records.html?alert_id=" + ALERT.getAlertId())
        .contains("Z\nhttps://pages.example.com/plant/alerts.html?id=" + ALERT.getAlertId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pages.example.com",
        "ftp://pages.example.com",
        "https://",
        "https://me:secret@pages.example.com",
        "https://pages.example.com/?to=x",
        "https://pages.example.com/#x",
        "https://pages example"
      })
  void anAddressOfPagesThatIsNoneIsRefused(String pages) {
    assertThatThrownBy(() -> new PageLinks(pages))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alert.notify.pages must be");
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
    assertThat(Texts.of(THREE, NONE))
        .isEqualTo("3 alerts\n\n" + alert + "\n\n" + alert + "\n\n" + alert);
  }

  @Test
  void whatDoesNotFitIsCounted() {
    int whole = Texts.of(THREE, NONE).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    assertThat(Texts.of(THREE, NONE, whole)).isEqualTo(Texts.of(THREE, NONE));
    String line = "\n[high] line-1: 发网";
    assertThat(Texts.of(THREE, NONE, whole - 1)).isEqualTo("3 alerts" + line + line + line);
    // 8 bytes of heading, 22 a line, 13 for "… and N more" on its own line.
    int two = 8 + 2 * 22 + 15;
    assertThat(Texts.of(THREE, NONE, two)).isEqualTo("3 alerts" + line + line + "\n… and 1 more");
    assertThat(Texts.of(THREE, NONE, two - 1)).isEqualTo("3 alerts" + line + "\n… and 2 more");
    assertThat(Texts.of(ONE, NONE, 30)).isEqualTo("[high] line-1: 发网");
  }
}
